import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getMemoryUplifts } from '@/lib/queries/memory-uplifts';

const question = z.object({
  /** A condition's id. */
  baseline: z.uuid().optional(),
});

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query }) =>
    getMemoryUplifts(await getDb(), { studyId, baselineId: query.baseline }),
});
