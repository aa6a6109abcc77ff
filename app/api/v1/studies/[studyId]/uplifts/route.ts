import { z } from 'zod';
import { getDb } from '@/db/client';
import { missingRules } from '@/lib/core/gains/missing';
import { sortUplifts, upliftOrders, upliftSorts } from '@/lib/core/gains/sort-uplifts';
import { memoryTypes } from '@/lib/core/vocabulary';
import { jsonRoute } from '@/lib/http/json-route';
import { getMemoryUplifts } from '@/lib/queries/memory-uplifts';

const question = z.object({
  /** A condition by id or label, or `own-model`. */
  baseline: z.string().optional(),
  missing: z.enum(missingRules).optional(),
  /** Of the rows that are told; what is estimated and adjusted rests on all memories. */
  type: z.enum(memoryTypes).optional(),
  benchmark: z.string().optional(),
  sort: z.enum(upliftSorts).default('shrunk'),
  order: z.enum(upliftOrders).default('down'),
});

/** The uplift of every memory that stood in a logged prompt, and whether uplift rises with abstraction. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { baseline, missing, ...view } }) => {
    const answer = await getMemoryUplifts(await getDb(), { studyId, baseline, missing });
    return { ...answer, rows: sortUplifts(answer.rows, view) };
  },
});
