import type { MemoryType } from '@/lib/core/vocabulary';

/** The memories that retrieval may draw from, as columns of equal length. Row i is one memory. */
export interface PoolMatrix {
  ids: readonly string[];
  /** The text that finds the memory (its key text). */
  texts: readonly string[];
  titles: readonly string[];
  descriptions: readonly string[];
  contents: readonly string[];
  /** Where each memory was made; null when nobody knows. */
  benchmarks: readonly (string | null)[];
  /** The task it was made on, by its external id. */
  tasks: readonly (string | null)[];
  /** What that task asked for. */
  taskTexts: readonly (string | null)[];
  types: readonly MemoryType[];
  /** Whether its source trial was judged a success; null when nobody said. */
  success: readonly (boolean | null)[];
  /** The model that wrote each memory; null when nobody knows. */
  models: readonly (string | null)[];
  /** When each memory was made, in milliseconds of Unix time; null when nobody knows. */
  madeAt: readonly (number | null)[];
  /** Measured uplift in passed share (−1 to 1) of the trials that had the memory; null when it was never used. */
  uplifts: readonly (number | null)[];
  /** rows × dimensions, row-major; null when there are no embeddings. */
  vectors: Float32Array | null;
  dimensions: number;
}

const columns = [
  'texts',
  'titles',
  'descriptions',
  'contents',
  'benchmarks',
  'tasks',
  'taskTexts',
  'types',
  'success',
  'models',
  'madeAt',
  'uplifts',
] as const;

/** @throws RangeError when the columns do not have one length */
export function assertPool(pool: PoolMatrix): void {
  const rows = pool.ids.length;
  for (const name of columns) {
    if (pool[name].length !== rows) throw new RangeError(`${pool[name].length} ${name} for ${rows} memories`);
  }
  if (pool.vectors && pool.vectors.length !== rows * pool.dimensions) {
    throw new RangeError(`${pool.vectors.length} numbers for ${rows} vectors of ${pool.dimensions}`);
  }
}
