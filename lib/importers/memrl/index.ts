import { defineImporter, type ImportedRecord } from '../importer';
import { asObject, type JsonObject } from '../json-values';
import { unlike } from '../pools/define-pool';
import { isListOf } from '../pools/first-entries';
import { DraftedPool } from '../pools/memory-draft';
import { poolName } from '../pools/pool-name';
import { jsonRecords } from '../source/json-records';
import { toMemory } from './to-memory';
import { toRetrieval } from './to-retrieval';

const isItem = (fields: JsonObject) => 'memory' in fields && asObject(fields.metadata) !== null;
const isRetrieval = (fields: JsonObject) => 'task_id' in fields && Array.isArray(fields.selected_ids);

/**
 * MemRL's snapshot of its MemOS memory (`textual_memory.json`) and its log of what was retrieved
 * (`memory_retrieval.jsonl`). Trajectories are trajectories; scripts, the steps drawn from them, are workflows.
 */
export const memrl = defineImporter({
  id: 'memrl',
  label: 'MemRL memory',

  recognises: (file) => isListOf(file, (fields) => isItem(fields) || isRetrieval(fields)),

  async *read(file, { tree }): AsyncGenerator<ImportedRecord> {
    const pool = new DraftedPool(poolName(file, tree));
    for await (const record of jsonRecords(file)) {
      const { where } = record;
      if (record.problem !== undefined) {
        yield { kind: 'rejection', where, reason: record.problem };
        continue;
      }
      for (const message of record.concessions) yield { kind: 'warning', where, message };
      const fields = asObject(record.value);
      if (fields && isItem(fields)) {
        const drafts = toMemory(fields);
        if (drafts.length === 0) yield { kind: 'rejection', where, reason: 'it holds no text' };
        for (const draft of drafts) yield pool.toRecord(draft);
      } else {
        const retrieval = fields ? toRetrieval(fields, file.path, tree.name) : null;
        yield retrieval ?? { kind: 'rejection', where, reason: unlike(fields) };
      }
    }
  },
});
