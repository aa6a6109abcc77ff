import { defineImporter, type ImportedRecord, type Importer } from '../importer';
import { asObject, type JsonObject } from '../json-values';
import { jsonRecords } from '../source/json-records';
import { isListOf } from './first-entries';
import { DraftedPool, type MemoryDraft } from './memory-draft';
import { poolName } from './pool-name';

/** A memory pool in a JSON list or in JSON Lines, as the shape of its entries and what they mean. */
export interface ListPool {
  id: string;
  label: string;
  isEntry(fields: JsonObject): boolean;
  /** The memories of one entry; none when it holds no text. */
  toMemories(fields: JsonObject): readonly MemoryDraft[];
}

/** An importer for a pool whose entries can be read one by one. */
export const definePool = ({ id, label, isEntry, toMemories }: ListPool): Importer =>
  defineImporter({
    id,
    label,
    recognises: (file) => isListOf(file, isEntry),
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
        const drafts = fields && isEntry(fields) ? toMemories(fields) : null;
        if (!drafts) yield { kind: 'rejection', where, reason: unlike(fields) };
        else if (drafts.length === 0) yield { kind: 'rejection', where, reason: 'it holds no text' };
        else for (const draft of drafts) yield pool.toRecord(draft);
      }
    },
  });

/** Why an entry is not one of its pool, by the keys it has instead. */
export const unlike = (fields: JsonObject | null): string =>
  fields
    ? `it is no entry of such a pool (keys: ${Object.keys(fields).slice(0, 8).join(', ') || 'none'})`
    : 'it is no object';
