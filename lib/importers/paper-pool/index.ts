import { defineImporter, type ImportedRecord, type MemoryRecord } from '../importer';
import { asList, asObject } from '../json-values';
import { Occurrences } from '../pools/occurrences';
import { poolName } from '../pools/pool-name';
import { memoryIdentity } from './identity';
import { type PoolEntry, readEntries } from './read-entries';
import { type MappedMemory, poolKind, toMemory } from './to-memory';
import { toVector } from './vector';

/** The paper's memory pools: pickles as its writer and its reader lay them out, and JSON lists of the same entries. */
export const paperPool = defineImporter({
  id: 'paper-pool',
  label: 'Memory pool of the paper',

  async recognises(file) {
    if (file.kind === 'pickle') return true;
    return file.kind === 'json' && isJsonPool(await file.json());
  },

  async *read(file, context) {
    const { entries, warnings } = await readEntries(file);
    for (const message of warnings) yield { kind: 'warning', where: file.path, message };
    if (entries.length === 0) yield { kind: 'warning', where: file.path, message: 'the pool is empty' };
    yield* readPool(entries, poolName(file, context.tree), file.path);
  },
});

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

interface Prepared {
  where: string;
  memory: MappedMemory;
  vectors: { vector: Float32Array; ofTask: boolean }[];
}

function* readPool(entries: readonly PoolEntry[], pool: string, path: string): Generator<ImportedRecord> {
  const prepared: Prepared[] = [];
  let local = 0;
  for (const [i, entry] of entries.entries()) {
    const where = `entry ${i + 1}`;
    const memory = entry.fields ? toMemory(entry.fields) : null;
    if (!entry.fields || !memory) {
      const reason = entry.fields ? unknownEntry(entry.fields) : 'it is no dict';
      yield { kind: 'rejection', where, reason };
      continue;
    }
    if (poolKind(entry.fields) === 'local') local++;
    prepared.push({ where, memory, vectors: yield* readVectors(entry, where) });
  }
  const message = `${local} local memories (experience with its occasion) were taken as insights; the paper has no type of their own for them`;
  if (local > 0) yield { kind: 'warning', where: path, message };
  yield* toRecords(prepared, pool);
}

const unknownEntry = (fields: Record<string, unknown>): string => {
  const keys = Object.keys(fields).slice(0, 8).join(', ');
  return poolKind(fields) === null
    ? `no known kind of memory (keys: ${keys || 'none'})`
    : 'it has neither title nor content';
};

function* readVectors({ vectors }: PoolEntry, where: string): Generator<ImportedRecord, Prepared['vectors']> {
  const read: Prepared['vectors'] = [];
  for (const { key, value } of vectors) {
    if (value === null || value === undefined) continue;
    const { vector, problem } = toVector(value);
    // The first of the keys finds the memory; a later one is the vector of its task.
    if (vector) read.push({ vector, ofTask: read.length > 0 });
    else yield { kind: 'rejection', where: `${where}, ${key}`, reason: `${problem}; its text is kept` };
  }
  return read;
}

function* toRecords(prepared: readonly Prepared[], pool: string): Generator<ImportedRecord> {
  const dimensions = commonLength(prepared);
  const occurrences = new Occurrences();
  for (const { where, memory, vectors } of prepared) {
    const embeddings: MemoryRecord['embeddings'] = [];
    for (const { vector, ofTask } of vectors) {
      if (vector.length === dimensions) embeddings.push({ model: modelName(vector.length, ofTask), vector });
      else {
        const reason = `its vector has ${vector.length} dimensions, the pool's have ${dimensions}; its text is kept`;
        yield { kind: 'rejection', where, reason };
      }
    }
    const identity = memoryIdentity(memory);
    const externalId = `${identity}#${occurrences.next(identity)}`;
    yield { kind: 'memory', pool, externalId, ...memory, embeddings };
  }
}

/** Pools do not say which model embedded them, and two models may share a length: the name claims no more than that. */
const modelName = (dimensions: number, ofTask: boolean) => `imported-${dimensions}d${ofTask ? '-task' : ''}`;

/** The length that most vectors have; of equals the one met first. */
function commonLength(prepared: readonly Prepared[]): number | null {
  const counts = new Map<number, number>();
  for (const { vectors } of prepared) {
    for (const { vector } of vectors) counts.set(vector.length, (counts.get(vector.length) ?? 0) + 1);
  }
  return (
    [...counts].reduce<[number, number] | null>(
      (best, next) => (best && best[1] >= next[1] ? best : next),
      null,
    )?.[0] ?? null
  );
}
