import { z } from 'zod';
import { getDb } from '@/db/client';
import { missingRules } from '@/lib/core/gains/missing';
import { memoryTypes } from '@/lib/core/vocabulary';
import { jsonRoute } from '@/lib/http/json-route';
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
  run: async ({ params: { studyId }, query: { type, ...asked } }) =>
    getTransfer(await getDb(), { ...asked, studyId, memoryType: type }),
});
