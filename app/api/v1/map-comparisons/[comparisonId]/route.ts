import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getMapComparison } from '@/lib/queries/map-comparisons';

/** How many neighbours two maps share, and how types mix benchmarks on either. */
export const GET = jsonRoute<{ comparisonId: string }>({
  run: async ({ params }) => ({
    comparison: await getMapComparison(await getDb(), z.uuid().parse(params.comparisonId)),
  }),
});
