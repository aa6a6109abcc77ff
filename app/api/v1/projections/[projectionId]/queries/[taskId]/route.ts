import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { queryOnMap } from '@/lib/queries/query-on-map';

const question = z.object({ ablation: z.uuid().optional() });

/** A task's query on a map: its nearest memories, and what settings or the arms of an ablation retrieve for it. */
export const GET = jsonRoute<{ projectionId: string; taskId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query: { ablation } }) =>
    queryOnMap(
      await getDb(),
      z.uuid().parse(params.projectionId),
      z.uuid().parse(params.taskId),
      ablation ?? null,
    ),
});
