import { z } from 'zod';
import { getDb } from '@/db/client';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { gridSchema } from '@/lib/core/retrieval/setting-schema';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { extendAblation } from '@/lib/mutations/ablations';

/** A grid whose arms are added; without one, what waits is run. */
const request = z.strictObject({ grid: gridSchema.nullable().default(null) });

export const POST = jsonRoute<{ ablationId: string }, typeof request>({
  body: request,
  run: async ({ params, body: { grid } }) =>
    accepted(
      await extendAblation(await getDb(), z.uuid().parse(params.ablationId), grid ? expandGrid(grid) : []),
    ),
});
