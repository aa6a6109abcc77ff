import type { ConditionSettings, MemoryType, Step } from '@/lib/core/vocabulary';
import type { TableRecipe } from './table/recipe';

/** What a file's first bytes say it is, before any importer looks at it. */
export type FileKind = 'empty' | 'json' | 'jsonl' | 'pickle' | 'zip' | 'gzip' | 'parquet' | 'text' | 'binary';

/** One file of an import, as importers see it. Paths are relative to what was imported and use `/`. */
export interface SourceFile {
  readonly path: string;
  readonly size: number;
  readonly kind: FileKind;
  /** The first bytes (up to 64 KiB) as text, byte order mark removed. */
  readonly headText: string;
  /**
   * The whole file as JSON; parsed once and kept until the file is done with.
   * For `kind: 'json'` only. Lenient as formats need it: byte order mark, NaN and Infinity become null
   * (each such concession is listed in `concessions`).
   * @throws AppError `unreadable-file` with position and reason
   */
  json(): Promise<unknown>;
  readonly concessions: readonly string[];
  /** @throws AppError `limit-exceeded` when the file is larger than `limit` bytes */
  bytes(limit?: number): Promise<Buffer>;
  text(limit?: number): Promise<string>;
  /** Bytes `from` … `to − 1` (cut at the end of the file), for formats that carry an index: archives, Parquet. */
  slice(from: number, to: number): Promise<Buffer>;
  /** Lines of a text file, streamed; a line over the limit comes with `problem` and without its text. */
  lines(): AsyncIterable<SourceLine>;
}

export interface SourceLine {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly problem?: string;
}

/** A path that is in the folder and will not be read, with the reason in words. */
export interface RefusedPath {
  readonly path: string;
  readonly reason: string;
}

/** All files of one import, for formats that spread one trial over several files. */
export interface SourceTree {
  /** Base name of the folder or archive that was brought in, '' for an uploaded file; helps naming when paths are shallow. */
  readonly name: string;
  readonly paths: readonly string[];
  /** Links, devices, sockets and unreadable folders. */
  readonly refused: readonly RefusedPath[];
  has(path: string): boolean;
  /** @throws AppError `not-found` */
  open(path: string): Promise<SourceFile>;
  /** Files directly inside a folder ('' is the root), in name order. */
  children(folder: string): readonly string[];
  /** Folders directly inside a folder that hold files somewhere below, whole paths in name order. */
  folders(folder: string): readonly string[];
}

export interface ConditionProposal {
  label: string;
  /** Where the label came from, in words: shown to the user, who may rename or merge. */
  basis: string;
  settings: ConditionSettings;
}

export interface TrialRecord {
  kind: 'trial';
  /** Who assigned `externalId`; records are upserted on (`source`, `externalId`). */
  source: string;
  externalId: string;
  benchmark: string;
  task: string;
  taskText?: string | null;
  /** The gold patch and its tests, where the format holds them; see `joinAnswer`. Never what the agent wrote. */
  answer?: string | null;
  /** 1-based attempt under the condition when the logs number attempts, else null. */
  attempt: number | null;
  condition: ConditionProposal;
  /** What the verifier said; null when there is no verdict (which is not a zero). */
  reward: number | null;
  rewards?: Record<string, number> | null;
  exception: { type: string; message: string } | null;
  /** False for trials that never ended; null when the log does not tell. */
  finished: boolean | null;
  inputTokens?: number | null;
  outputTokens?: number | null;
  cachedTokens?: number | null;
  costUsd?: number | null;
  /** Letter for letter as logged. May be local time without a zone: never compare two of different kinds. */
  startedAt?: string | null;
  durationMs?: number | null;
  trajectory?: { format: string; steps: Step[]; subagents?: { label: string; steps: Step[] }[] } | null;
  /** Memories that were in the prompt, when the logs hold them. */
  retrieval?: LoggedRetrieval | null;
  /** Anything else worth keeping, already free of secrets. */
  details?: Record<string, unknown>;
}

export interface LoggedRetrieval {
  query: string | null;
  method: string | null;
  hits: { rank: number; score: number | null; memoryExternalId: string | null; text: string }[];
}

export interface MemoryRecord {
  kind: 'memory';
  pool: string;
  externalId: string;
  type: MemoryType;
  /**
   * What the system that wrote it calls this kind of memory (`procedural`, `shr`); `type` is then our reading of it,
   * which the user sees and may change before anything is written. Left out where the format itself names the type.
   */
  originalType?: string | null;
  title: string;
  /** When to use it, or what it is about. May be ''. */
  description: string;
  content: string;
  /** The text whose embedding finds this memory (task, goal, task summary or title, by type). */
  keyText: string;
  sourceBenchmark: string | null;
  sourceTask: string | null;
  sourceTaskText: string | null;
  sourceModel?: string | null;
  /** Whether the source trial was judged a success; null when nobody said. */
  success: boolean | null;
  /** The instant at which it was made, as ISO 8601 in universal time; null for a time without a zone. See `instantOf`. */
  madeAt?: string | null;
  utility?: number | null;
  embeddings: { model: string; vector: Float32Array }[];
  details?: Record<string, unknown>;
}

export interface RetrievalRecord {
  kind: 'retrieval';
  benchmark: string;
  task: string;
  /** The trial that used it: `source` + `externalId` of a trial record; null for a retrieval without a trial. */
  trial: { source: string; externalId: string } | null;
  condition?: string | null;
  retrieval: LoggedRetrieval;
}

export interface TaskRecord {
  kind: 'task';
  benchmark: string;
  task: string;
  text: string | null;
  /** The gold patch and its tests; see `joinAnswer`. */
  answer?: string | null;
}

/** A judge's verdict on one trial. It stands beside what the verifier said and never replaces it. */
export interface JudgementRecord {
  kind: 'judgement';
  /** Who judged: a model's name, or what the logs call the judge. */
  judge: string;
  /** Stable name of this verdict in its file or folder; records are upserted on (`judge`, `externalId`). */
  externalId: string;
  benchmark: string;
  /** Null in judge studies that list verdicts without saying of what. */
  task: string | null;
  /** The judged trial, when it can be told. */
  trial: { source: string; externalId: string } | null;
  verdict: boolean;
  /** What the verifier said, as the judge's file repeats it; null when it does not. */
  truth: boolean | null;
  /** The judge's own words. */
  response: string | null;
}

/** A record that could not be used; the rest of the file goes on. */
export interface RejectionRecord {
  kind: 'rejection';
  /** Where in the file: a line, a key path, an entry number. */
  where: string;
  reason: string;
}

/** Something the reader should know about a record that was taken all the same. */
export interface WarningRecord {
  kind: 'warning';
  where: string;
  message: string;
}

/** What a study keeps. */
export type DataRecord = TrialRecord | MemoryRecord | RetrievalRecord | TaskRecord | JudgementRecord;

export type ImportedRecord =
  | DataRecord
  | RejectionRecord
  | WarningRecord
  /** Another file that was read as part of this one and needs no importer of its own. */
  | { kind: 'claims'; path: string; role: string }
  /** This file belongs to another one, which will bring it in. */
  | { kind: 'part-of'; path: string; role: string };

/** Folder-level hints that hold for the whole import. */
export interface ImportContext {
  tree: SourceTree;
  /** How tables are to be read, by their columns. */
  readonly recipes: readonly TableRecipe[];
}

/** One on-disk format: recognises by content, reads as a stream, never writes. */
export interface Importer {
  id: string;
  label: string;
  /** Looks at one file (its parsed JSON included) and says whether this format would read it. */
  recognises(file: SourceFile, tree: SourceTree): Promise<boolean> | boolean;
  read(file: SourceFile, context: ImportContext): AsyncIterable<ImportedRecord>;
}

export const defineImporter = (importer: Importer): Importer => importer;
