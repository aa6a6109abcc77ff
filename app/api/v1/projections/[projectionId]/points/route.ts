import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { memoryTypes } from '@/lib/core/vocabulary';
import { jsonRoute } from '@/lib/http/json-route';
import { getMapMemories } from '@/lib/queries/space';

const outcomeCode = (success: boolean | null | undefined): number =>
  success === true ? 1 : success === false ? 0 : 2;

/**
 * The points of a map as bytes, little-endian:
 *
 *   uint32  n, uint32 length of the dictionary in bytes
 *   float32 x, y            n times
 *   uint16  benchmark       n times, index into the dictionary's `benchmarks` (65535: none)
 *   uint8   type            n times, index into its `types`
 *   uint8   outcome         n times: 0 failure, 1 success, 2 unknown
 *   bytes   dictionary      UTF-8 JSON {benchmarks, types, ids, titles}
 */
export const GET = jsonRoute<{ projectionId: string }>({
  run: async ({ params }) => {
    const found = await getMapMemories(await getDb(), z.uuid().parse(params.projectionId));
    if (!found) throw new AppError('not-found', 'There is no such projection.');
    const { memories, points } = found;
    const n = memories.length;
    const benchmarks = [...new Set(memories.flatMap((m) => (m?.benchmark ? [m.benchmark] : [])))].sort();
    const codes = new Map(benchmarks.map((b, i) => [b, i]));
    const dictionary = Buffer.from(
      JSON.stringify({
        benchmarks,
        types: memoryTypes,
        ids: memories.map((m) => m?.id ?? null),
        titles: memories.map((m) => m?.title ?? 'deleted since'),
      }),
    );
    const head = Buffer.alloc(8);
    head.writeUInt32LE(n, 0);
    head.writeUInt32LE(dictionary.length, 4);
    const benchmarkCodes = Uint16Array.from(memories, (m) =>
      m?.benchmark ? codes.get(m.benchmark)! : 65_535,
    );
    const typeCodes = Uint8Array.from(memories, (m) => (m ? memoryTypes.indexOf(m.type) : 0));
    const outcomes = Uint8Array.from(memories, (m) => outcomeCode(m?.success));
    const body = Buffer.concat([
      head,
      points,
      Buffer.from(benchmarkCodes.buffer),
      typeCodes,
      outcomes,
      dictionary,
    ]);
    return new Response(body, {
      headers: {
        'content-type': 'application/octet-stream',
        'cache-control': 'private, no-cache',
      },
    });
  },
});
