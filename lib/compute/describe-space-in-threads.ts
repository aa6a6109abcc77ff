import type { SpaceInput, SpaceReport } from '@/lib/core/projection/describe-space';
import { neighboursInThreads } from './lay-out-in-threads';
import { compute } from './pool';

/** Fewer memories than this are measured before they are handed around. */
const FEW = 2_000;
/** Part of the whole work. */
const SEARCH = 0.3;

/**
 * describeSpace with its longest search shared out over the worker threads; the same result.
 *
 * @throws AppError `cancelled` when the signal ends it
 */
export async function describeSpaceInThreads(
  input: SpaceInput,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (fraction: number) => void } = {},
): Promise<SpaceReport> {
  const stop = signal ? { signal } : {};
  const search = input.rows < FEW ? null : await compute('widest-search', input, stop);
  const searched = search ? SEARCH : 0;
  const nearest =
    search &&
    (await neighboursInThreads(search.space, search.k, {
      ...stop,
      onProgress: (fraction) => onProgress?.(searched * fraction),
    }));
  return compute(
    'space-metrics',
    { ...input, nearest },
    { ...stop, onProgress: (fraction) => onProgress?.(searched + (1 - searched) * fraction) },
  );
}
