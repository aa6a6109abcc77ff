import { memoryTypes } from '@/lib/core/vocabulary';
import type { PoolMatrix } from './pool';

/** A pool for tests: columns left out are filled with something harmless. */
export function testPool(columns: Partial<PoolMatrix> & { ids: readonly string[] }): PoolMatrix {
  const fill = <T>(value: T) => columns.ids.map(() => value);
  return {
    texts: fill(''),
    titles: fill(''),
    descriptions: fill(''),
    contents: fill(''),
    taskTexts: fill(null),
    benchmarks: fill(null),
    tasks: fill(null),
    types: fill(memoryTypes[3]),
    success: fill(null),
    models: fill(null),
    madeAt: fill(null),
    uplifts: fill(null),
    vectors: null,
    dimensions: 0,
    ...columns,
  };
}

/** All rows of a pool. */
export const everyRow = (pool: PoolMatrix): Uint32Array => Uint32Array.from(pool.ids.keys());
