import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getComparedNeighbours } from '@/lib/queries/map-comparisons';

/** Which neighbours of a memory are kept from one map to the other, which are lost and which are new. */
export const GET = jsonRoute<{ comparisonId: string; memoryId: string }>({
  run: async ({ params }) =>
    getComparedNeighbours(
      await getDb(),
      z.uuid().parse(params.comparisonId),
      z.uuid().parse(params.memoryId),
    ),
});
