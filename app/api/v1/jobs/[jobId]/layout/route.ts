import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getSnapshot } from '@/lib/queries/layout-snapshot';

/**
 * Where the points are by now of a map that a job is laying out, as bytes, little-endian:
 *
 *   uint32  n, components, epoch, epochs, length of the ids in bytes
 *   float32 coordinates     n × components
 *   bytes   ids             UTF-8 JSON list of the n memories' ids
 *
 * Nothing (204) while there are none: before the layout begins, and when the job has ended.
 */
export const GET = jsonRoute<{ jobId: string }>({
  run: async ({ params }) => {
    const found = await getSnapshot(await getDb(), z.uuid().parse(params.jobId));
    if (!found) return new Response(null, { status: 204 });
    const { memoryIds, components, epoch, epochs, points } = found;
    const ids = Buffer.from(JSON.stringify(memoryIds));
    const head = Buffer.alloc(20);
    for (const [i, value] of [memoryIds.length, components, epoch, epochs, ids.length].entries()) {
      head.writeUInt32LE(value, 4 * i);
    }
    return new Response(Buffer.concat([head, points, ids]), {
      headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
    });
  },
});
