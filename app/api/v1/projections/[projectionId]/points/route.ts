import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { encodeMapPoints } from '@/lib/exporters/map-points';
import { jsonRoute } from '@/lib/http/json-route';
import { getMapPoints } from '@/lib/queries/map-points';

/** The points of a map as bytes; `encodeMapPoints` says in which order. */
export const GET = jsonRoute<{ projectionId: string }>({
  run: async ({ params }) => {
    const found = await getMapPoints(await getDb(), z.uuid().parse(params.projectionId));
    if (!found) throw new AppError('not-found', 'There is no such projection.');
    return new Response(encodeMapPoints(found.points, found.memories, found.components), {
      headers: {
        'content-type': 'application/octet-stream',
        'cache-control': 'private, no-cache',
      },
    });
  },
});
