import { AppError } from '@/lib/core/errors';
import { defineImporter, type ImportContext, type ImportedRecord, type SourceFile } from '../importer';
import { asName, asObject, inWords, type JsonObject } from '../json-values';
import { unlike } from '../pools/define-pool';
import { isListOf } from '../pools/first-entries';
import { DraftedPool, type MemoryDraft } from '../pools/memory-draft';
import { poolName, stemOf } from '../pools/pool-name';
import { verdict } from '../pools/verdict';
import { jsonRecords } from '../source/json-records';
import { memoryItems } from './memory-items';
import { poolBeside, type QueryVectors, readQueryVectors, taskKey, vectorsBeside } from './query-vectors';

const isEntry = (fields: JsonObject) => 'memory_items' in fields && 'status' in fields;
const isVector = (fields: JsonObject) =>
  'id' in fields && 'text' in fields && Array.isArray(fields.embedding);

/**
 * ReasoningBank's memory, a line per task with what a model drew from its run, and the cache of query vectors beside it.
 *
 * An item has a title, a description and a general lesson, and says nothing of the run it came from: an insight. It
 * is found by the vector of its task's query, which is therefore its key text and, from the cache, its embedding.
 */
export const reasoningBank = defineImporter({
  id: 'reasoning-bank',
  label: 'ReasoningBank memory pool',

  recognises: async (file) =>
    (await isListOf(file, isEntry)) || (poolBeside(file.path) !== null && (await isListOf(file, isVector))),

  async *read(file, context) {
    if (await isListOf(file, isEntry)) yield* readPool(file, context);
    else yield partOfPool(file, context);
  },
});

function partOfPool(file: SourceFile, { tree }: ImportContext): ImportedRecord {
  const pool = poolBeside(file.path);
  if (pool && tree.has(pool)) return { kind: 'part-of', path: pool, role: 'vectors of its queries' };
  throw new AppError('unreadable-file', `The vectors in ${file.path} belong to a pool that is not here.`, {
    where: file.path,
    hint: `Bring it together with ${pool ?? 'its pool'}.`,
  });
}

async function* readPool(file: SourceFile, { tree }: ImportContext): AsyncGenerator<ImportedRecord> {
  const path = vectorsBeside(file.path);
  const vectors = await readQueryVectors(tree, path);
  if (tree.has(path)) yield { kind: 'claims', path, role: 'vectors of its queries' };
  for (const problem of vectors.problems) yield { kind: 'rejection', ...problem };

  const pool = new DraftedPool(poolName(file, tree));
  const unused = new Set(vectors.byTask.keys());
  for await (const record of jsonRecords(file)) {
    const { where } = record;
    const fields = record.problem === undefined ? asObject(record.value) : null;
    if (record.problem !== undefined) yield { kind: 'rejection', where, reason: record.problem };
    else if (!fields || !isEntry(fields)) yield { kind: 'rejection', where, reason: unlike(fields) };
    else {
      for (const message of record.concessions) yield { kind: 'warning', where, message };
      unused.delete(taskKey(fields.task_id));
      const drafts = toDrafts(fields, stemOf(file.path), vectors);
      if (drafts.length === 0) yield { kind: 'rejection', where, reason: 'it holds no memory items' };
      for (const draft of drafts) yield pool.toRecord(draft);
    }
  }
  if (unused.size > 0) yield { kind: 'warning', where: path, message: withoutTask(unused.size) };
}

const withoutTask = (count: number) =>
  `of the query vectors ${count} ${count === 1 ? 'stands' : 'stand'} for no task of the pool`;

function toDrafts(fields: JsonObject, model: string, { byTask }: QueryVectors): MemoryDraft[] {
  const query = inWords(fields.query).trim();
  const vector = byTask.get(taskKey(fields.task_id));
  return memoryItems(fields.memory_items).map((item) => ({
    ...item,
    type: 'insight',
    originalType: 'memory item',
    keyText: query,
    sourceTask: fields.task_id === undefined ? null : taskKey(fields.task_id),
    sourceTaskText: query || null,
    // Pools lie in files named for the model that acted and remembered.
    sourceModel: asName(model),
    success: verdict(fields.status),
    embeddings: vector ? [{ model: `imported-${vector.length}d`, vector }] : [],
    details: { templateId: fields.template_id },
  }));
}
