import type { NearestRows, NearestRowsInput } from '@/lib/core/retrieval/nearest-rows';
import { type ComputeOptions, compute, maxThreads } from './pool';

/** Fewer queries than this are not worth a second thread. */
const SMALLEST_SHARE = 4;

/**
 * nearestRows with the queries split evenly over the worker threads; the same result. `vectors`, `quantised` and
 * `rows` in shared memory are read by all threads where they lie, otherwise each gets a copy.
 *
 * @throws AppError `cancelled` when the signal ends it; RangeErrors of nearestRows arrive as `internal`
 */
export async function nearestRowsInThreads(
  input: NearestRowsInput,
  { signal }: Pick<ComputeOptions<'nearest-rows'>, 'signal'> = {},
): Promise<NearestRows> {
  const { queries, columns } = input;
  const count = columns > 0 ? queries.length / columns : 0;
  const share = Math.max(SMALLEST_SHARE, Math.ceil(count / maxThreads / 4) * 4);
  const parts = Array.from({ length: Math.max(1, Math.ceil(count / share)) }, (_, i) =>
    compute(
      'nearest-rows',
      { ...input, queries: queries.slice(i * share * columns, (i + 1) * share * columns) },
      signal ? { signal } : {},
    ),
  );
  const found = await Promise.all(parts);
  const width = found[0]!.width;
  const rows = new Uint32Array(count * width);
  const cosines = new Float64Array(count * width);
  found.forEach((part, i) => {
    rows.set(part.rows, i * share * width);
    cosines.set(part.cosines, i * share * width);
  });
  return { width, rows, cosines };
}
