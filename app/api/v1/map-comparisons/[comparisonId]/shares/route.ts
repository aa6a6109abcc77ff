import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getKeptShares } from '@/lib/queries/map-comparisons';

/** The share of neighbours kept of each memory of a comparison. */
export const GET = jsonRoute<{ comparisonId: string }>({
  run: async ({ params }) => getKeptShares(await getDb(), z.uuid().parse(params.comparisonId)),
});
