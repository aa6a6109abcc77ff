import { createHash } from 'node:crypto';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import type { StudyTask } from './asked-tasks';

/** Content hash of the memories and tasks that arms are run over; vectors have their own. */
export function hashOfPool(pool: PoolMatrix, tasks: readonly StudyTask[]): string {
  const { vectors: _, dimensions: __, ...columns } = pool;
  const hash = createHash('sha256');
  // Row by row: all contents together may be more than one string can hold.
  for (const row of pool.ids.keys())
    hash.update(JSON.stringify(Object.values(columns).map((column) => column[row])));
  for (const task of tasks) hash.update(JSON.stringify(task));
  return hash.digest('hex');
}

/** Content hash of a pool's vectors and of the model that they are of; null without vectors. */
export function hashOfVectors({ vectors, dimensions }: PoolMatrix, model: string | null): string | null {
  if (!vectors) return null;
  return createHash('sha256')
    .update(JSON.stringify([model, dimensions]))
    .update(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength))
    .digest('hex');
}
