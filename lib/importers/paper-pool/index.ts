import { defineImporter, type ImportedRecord, type MemoryRecord } from '../importer';
import { asList, asObject } from '../json-values';
import { Occurrences } from '../pools/occurrences';
import { poolName } from '../pools/pool-name';
import { folderOf, inFolder } from '../source/disk-tree';
import { memoryIdentity } from './identity';
import { entriesOfJson, readEntries } from './read-entries';
import { type HeldVector, lengthOf, type PoolEntry, release } from './read-entry';
import { poolKind } from './to-memory';

/**
 * The paper's memory pools: pickles as its writer and its reader lay them out, and JSON lists of the same entries.
 *
 * Its four kinds are our four types. A fifth, `local`, is a lesson with the occasion for it, and taken as an insight.
 */
export const paperPool = defineImporter({
  id: 'paper-pool',
  label: 'Memory pool of the paper',

  async recognises(file) {
    if (file.kind === 'pickle') return true;
    if (file.kind !== 'json') return false;
    const value = await file.json();
    return isJsonPool(value) || localMemories(value) !== null;
  },

  async *read(file, { tree }) {
    const local = file.kind === 'json' ? localMemories(await file.json()) : null;
    if (local) {
      const pool = inFolder(folderOf(folderOf(file.path)), 'local_memory');
      if (tree.has(`${pool}.pkl`)) yield { kind: 'part-of', path: `${pool}.pkl`, role: 'memory of one task' };
      else yield* readPool(entriesOfJson(local).entries, poolName({ path: pool }, tree), file.path);
      return;
    }
    const { entries, warnings } = await readEntries(file);
    for (const message of warnings) yield { kind: 'warning', where: file.path, message };
    if (entries.length === 0) yield { kind: 'warning', where: file.path, message: 'the pool is empty' };
    yield* readPool(entries, poolName(file, tree), file.path);
  },
});

/**
 * The file beside a task's log: its own local memory, and those of the tasks before it. All of them lie in one pickle
 * in the folder above; where that is missing, the files together are the pool.
 */
function localMemories(value: unknown): readonly unknown[] | null {
  const { memory, all_memory: earlier } = asObject(value) ?? {};
  return poolKind(memory) === 'local' && Array.isArray(earlier) ? [memory, ...earlier] : null;
}

/** In JSON a title and a text alone could be anything; the paper's entries nest them or name their source. */
function isJsonPool(value: unknown): boolean {
  const entries = (asList(value) ?? [])
    .slice(0, 5)
    .map(asObject)
    .filter((entry) => entry !== null);
  return entries.some((entry) => {
    const kind = poolKind(entry);
    const sourced =
      'benchmark' in entry || 'task_name' in entry || 'embedding' in entry || 'key_embedding' in entry;
    return kind !== null && (sourced || kind === 'insight' || kind === 'local') && !('memory_id' in entry);
  });
}

function* readPool(entries: readonly PoolEntry[], pool: string, path: string): Generator<ImportedRecord> {
  const local = entries.filter((entry) => entry.memory && entry.kind === 'local').length;
  const message = `${local} local memories (experience with its occasion) were taken as insights; the paper has no type of their own for them`;
  if (local > 0) yield { kind: 'warning', where: path, message };
  const dimensions = commonLength(entries);
  const occurrences = new Occurrences();
  for (const [i, { memory, problem, vectors }] of entries.entries()) {
    const where = `entry ${i + 1}`;
    if (!memory) {
      yield { kind: 'rejection', where, reason: problem };
      continue;
    }
    const embeddings = yield* readVectors(vectors, dimensions, where);
    const identity = memoryIdentity(memory);
    const externalId = `${identity}#${occurrences.next(identity)}`;
    yield { kind: 'memory', pool, externalId, ...memory, embeddings };
  }
}

function* readVectors(
  held: readonly HeldVector[],
  dimensions: number | null,
  where: string,
): Generator<ImportedRecord, MemoryRecord['embeddings']> {
  const embeddings: MemoryRecord['embeddings'] = [];
  let ofTask = false;
  for (const one of held) {
    const { vector, problem } = release(one);
    if (!vector) {
      yield { kind: 'rejection', where: `${where}, ${one.key}`, reason: `${problem}; its text is kept` };
      continue;
    }
    if (vector.length === dimensions) embeddings.push({ model: modelName(dimensions, ofTask), vector });
    else {
      const reason = `its vector has ${vector.length} dimensions, the pool's have ${dimensions}; its text is kept`;
      yield { kind: 'rejection', where, reason };
    }
    // The first of the keys finds the memory; a later one is the vector of its task.
    ofTask = true;
  }
  return embeddings;
}

/** Pools do not say which model embedded them, and two models may share a length: the name claims no more than that. */
const modelName = (dimensions: number, ofTask: boolean) => `imported-${dimensions}d${ofTask ? '-task' : ''}`;

/** The length that most vectors have; of equals the one met first. */
function commonLength(entries: readonly PoolEntry[]): number | null {
  const counts = new Map<number, number>();
  for (const { vectors } of entries) {
    for (const vector of vectors) {
      const length = lengthOf(vector);
      if (length !== null) counts.set(length, (counts.get(length) ?? 0) + 1);
    }
  }
  return (
    [...counts].reduce<[number, number] | null>(
      (best, next) => (best && best[1] >= next[1] ? best : next),
      null,
    )?.[0] ?? null
  );
}
