import { seededRandom } from '@/lib/core/random';
import type { PoolMatrix } from './pool';
import type { RetrievalSetting } from './setting';

/** Columns by which a memory is found. */
const foundBy = ['texts', 'titles', 'descriptions', 'contents', 'taskTexts'] as const;

/**
 * The pool with what memories are found by dealt out anew: each memory keeps its id and origin and bears the text and
 * vector of another. What a method gains over this is due to what memories say.
 *
 * @complexity O(rows · dimensions)
 */
export function withShuffledTexts(pool: PoolMatrix, seed: number): PoolMatrix {
  const from = derangement(pool.ids.length, seed);
  const { vectors, dimensions } = pool;
  const shuffled = vectors && new Float32Array(vectors.length);
  if (vectors && shuffled) {
    from.forEach((source, row) => {
      shuffled.set(vectors.subarray(source * dimensions, (source + 1) * dimensions), row * dimensions);
    });
  }
  const columns = Object.fromEntries(
    foundBy.map((name) => [name, Array.from(from, (source) => pool[name][source]!)]),
  );
  return { ...pool, ...columns, vectors: shuffled };
}

/** The pool that an arm searches: for a negative control, with texts dealt out anew. */
export const controlledPool = (
  pool: PoolMatrix,
  { control, seed }: Pick<RetrievalSetting, 'control' | 'seed'>,
): PoolMatrix => (control === 'shuffled-texts' ? withShuffledTexts(pool, seed) : pool);

/** Tasks that each ask the question of another. */
export function withShuffledQueries<T extends { queryText: string; queryVector: Float32Array | null }>(
  tasks: readonly T[],
  seed: number,
): T[] {
  const from = derangement(tasks.length, seed);
  return tasks.map((task, i) => {
    const { queryText, queryVector } = tasks[from[i]!]!;
    return { ...task, queryText, queryVector };
  });
}

/** A seeded permutation of 0 … n − 1 in one cycle, which leaves nothing where it was (Sattolo 1986). */
export function derangement(n: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const random = seededRandom(seed);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * i);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
