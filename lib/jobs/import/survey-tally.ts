import type { MemoryType } from '@/lib/core/vocabulary';
import type { FoundSetting, FoundTrials } from '@/lib/importers/mapping/group-found';
import type { TableSample } from '@/lib/importers/table/sample-table';
import type { WritableRecord } from '@/lib/mutations/records/writable';
import type { ReadBatch, ReadFile } from './read-unit';

/** Memories that one pool calls by one name, before any mapping. */
export interface SurveyedMemories {
  pool: string;
  originalType: string | null;
  /** What the importer takes them for. */
  type: MemoryType;
  count: number;
}

/** A file that was left out, and why. */
export interface LeftOut {
  path: string;
  reason: string;
}

/** A table that waits for a recipe. */
export interface SurveyedTable extends TableSample {
  path: string;
}

/** What an import would bring, told briefly. */
export interface Survey extends Record<string, unknown> {
  /** Files by outcome; tables that wait for a recipe are `waiting`. */
  files: Record<string, number>;
  bytes: number;
  trials: number;
  tasks: number;
  judgements: number;
  retrievals: number;
  memories: SurveyedMemories[];
  /** The first tables whose columns nobody has named yet. */
  tables: SurveyedTable[];
  /** The first files that cannot be read. */
  refused: LeftOut[];
  formats: { format: string; files: number }[];
}

const keptReasons = 50;
const keptTables = 20;

/** Adds up what reading finds, without keeping any of it but the settings and paths of trials. */
export class SurveyTally {
  readonly found: FoundTrials = { settings: [], trials: [] };
  readonly #settings = new Map<string, number>();
  readonly #memories = new Map<string, SurveyedMemories>();
  readonly #tasks = new Set<string>();
  readonly #formats = new Map<string, number>();
  readonly #files: Record<string, number> = {};
  readonly #refused: LeftOut[] = [];
  readonly #tables: SurveyedTable[] = [];
  /** Trials are told of by several files: each counts once. */
  readonly #seen = new Set<string>();
  #bytes = 0;
  #judgements = 0;
  #retrievals = 0;

  add({ records, files }: Pick<ReadBatch, 'records' | 'files'>, prefix: string): void {
    for (const record of records) this.#addRecord(record);
    for (const file of files) this.#addFile(file, prefix);
  }

  #addRecord(record: WritableRecord): void {
    if (record.kind === 'judgement') this.#judgements++;
    else if (record.kind === 'retrieval') this.#retrievals++;
    else if (record.kind === 'memory') this.#addMemory(record);
    else if (record.kind === 'task') this.#tasks.add(`${record.benchmark}\u0000${record.task}`);
    else this.#addTrial(record);
  }

  #addTrial(record: Extract<WritableRecord, { kind: 'trial' }>): void {
    this.#tasks.add(`${record.benchmark}\u0000${record.task}`);
    const id = `${record.source}\u0000${record.externalId}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const { label, basis, settings } = record.condition;
    const setting: FoundSetting = { label, basis, settings, benchmark: record.benchmark };
    const key = JSON.stringify(setting);
    let index = this.#settings.get(key);
    if (index === undefined) {
      index = this.found.settings.push(setting) - 1;
      this.#settings.set(key, index);
    }
    this.found.trials.push([index, record.path, record.attempt]);
  }

  #addMemory({ pool, originalType = null, type }: Extract<WritableRecord, { kind: 'memory' }>): void {
    const key = JSON.stringify([pool, originalType, type]);
    const known = this.#memories.get(key);
    if (known) known.count++;
    else this.#memories.set(key, { pool, originalType, type, count: 1 });
  }

  #addFile({ path, outcome, bytes }: ReadFile, prefix: string): void {
    this.#bytes += bytes;
    const waits = outcome.status === 'refused' && outcome.code === 'needs-mapping';
    const status = waits ? 'waiting' : outcome.status;
    this.#files[status] = (this.#files[status] ?? 0) + 1;
    if (outcome.status === 'understood') {
      this.#formats.set(outcome.label, (this.#formats.get(outcome.label) ?? 0) + 1);
    }
    if (outcome.status !== 'refused' || waits) return;
    if (this.#refused.length < keptReasons)
      this.#refused.push({ path: `${prefix}${path}`, reason: outcome.reason });
  }

  /** Whether there is room for another table. */
  get wantsTables(): boolean {
    return this.#tables.length < keptTables;
  }

  addTable(path: string, sample: TableSample): void {
    this.#tables.push({ path, ...sample });
  }

  finish(): Survey {
    return {
      files: this.#files,
      bytes: this.#bytes,
      trials: this.found.trials.length,
      tasks: this.#tasks.size,
      judgements: this.#judgements,
      retrievals: this.#retrievals,
      memories: [...this.#memories.values()].sort((a, b) => b.count - a.count),
      tables: this.#tables,
      refused: this.#refused,
      formats: [...this.#formats]
        .map(([format, files]) => ({ format, files }))
        .sort((a, b) => b.files - a.files),
    };
  }
}
