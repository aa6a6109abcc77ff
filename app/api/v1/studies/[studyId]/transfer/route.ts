import { z } from 'zod';
import { getDb } from '@/db/client';
import { missingRules } from '@/lib/core/gains/missing';
import { memoryTypes } from '@/lib/core/vocabulary';
import { jsonRoute } from '@/lib/http/json-route';
import { listConditions } from '@/lib/queries/conditions';
import { findBaselineId } from '@/lib/queries/find-condition';
import { getTransfer } from '@/lib/queries/get-transfer';

const question = z.object({
  /** A condition by id or label, or `own-model`. */
  baseline: z.string().optional(),
  missing: z.enum(missingRules).default('errors-fail'),
  type: z.enum(memoryTypes).optional(),
});

/** Uplift by source benchmark, writer, size of the pool and retrieval method. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { baseline, missing, type } }) => {
    const db = await getDb();
    const baselineId = baseline && findBaselineId(await listConditions(db, studyId), baseline);
    return getTransfer(db, { studyId, baselineId, missing, memoryType: type });
  },
});
