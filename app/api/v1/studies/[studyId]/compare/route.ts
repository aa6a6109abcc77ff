import { z } from 'zod';
import { getDb } from '@/db/client';
import { missingRules } from '@/lib/core/gains/missing';
import { jsonRoute } from '@/lib/http/json-route';
import { compareStudies } from '@/lib/queries/compare-studies';
import { requireStudyId } from '@/lib/queries/studies';

const question = z.object({
  /** The study that stands for the earlier version, by id or name. */
  with: z.string().min(1),
  k: z.coerce.number().int().min(1).max(1000).default(1),
  missing: z.enum(missingRules).default('errors-fail'),
});

/** What changed from another study to this one, taken as two versions: content, settings, outcomes, gains and claims. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { with: other, k, missing } }) => {
    const db = await getDb();
    return compareStudies(db, { before: await requireStudyId(db, other), after: studyId, k, missing });
  },
});
