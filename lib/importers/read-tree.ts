import { AppError, isAppError } from '@/lib/core/errors';
import { type FileOutcome, noRecords, type RecordCounts } from './file-outcome';
import { ignoredBeforeReading, ignoredWhenUnknown } from './ignored-files';
import type {
  DataRecord,
  ImportContext,
  ImportedRecord,
  Importer,
  RejectionRecord,
  SourceFile,
  SourceTree,
  WarningRecord,
} from './importer';
import { type Recognised, recogniseFile } from './recognise-file';
import { compressionOf } from './source/compression-of';
import { visitOrder } from './source/visit-order';
import type { TableRecipe } from './table/recipe';
import { textWithoutSecrets } from './without-secrets';

export type { FileOutcome, RecordCounts } from './file-outcome';

export type ReadEvent =
  | { event: 'started'; path: string; format: string | null }
  | { event: 'record'; path: string; record: DataRecord }
  | { event: 'note'; path: string; note: RejectionRecord | WarningRecord }
  | { event: 'settled'; path: string; outcome: FileOutcome };

export interface ReadOptions {
  /** The paths to read, where not all; others can still be looked at by the formats that need them. */
  visit?: readonly string[];
  /** Paths dealt with by an earlier, interrupted run: passed over in silence. */
  settled?: ReadonlySet<string>;
  /** How the columns of tables are read; a table that none fits waits for one. */
  recipes?: readonly TableRecipe[];
  signal?: AbortSignal;
}

/** Beyond this many notes a file's further notes are only counted. */
const noteLimit = 1000;

/**
 * Reads a whole import as one stream: for each file its records and notes, then how it ended.
 *
 * Files never interleave. A file that was read as part of another is settled just before that other one, so that a
 * reader who stops anywhere and comes back with the settled paths loses nothing and reads nothing twice for good.
 * What goes wrong inside a file is that file's outcome; only cancelling throws.
 *
 * @throws AppError `cancelled` when `signal` was aborted
 */
export async function* readTree(tree: SourceTree, options: ReadOptions = {}): AsyncGenerator<ReadEvent> {
  const settled = new Set(options.settled);
  const context: ImportContext = { tree, recipes: options.recipes ?? [] };
  const settle = (path: string, outcome: FileOutcome): ReadEvent => {
    settled.add(path);
    return { event: 'settled', path, outcome };
  };

  for (const { path, reason } of options.visit ? [] : tree.refused) {
    if (!settled.has(path))
      yield settle(path, { status: 'refused', reason, format: null, code: 'unreadable-file' });
  }
  for (const path of visitOrder(options.visit ?? tree.paths)) {
    if (settled.has(path)) continue;
    if (options.signal?.aborted) throw cancelled();
    const rule = ignoredBeforeReading(path, tree);
    if (rule) {
      yield settle(path, { status: 'ignored', rule });
      continue;
    }
    const reading = readFile(path, context, options.signal);
    let step = await reading.next();
    for (; !step.done; step = await reading.next()) yield step.value;
    const { outcome, claims } = step.value;
    for (const claim of claims) {
      if (claim.path === path || settled.has(claim.path) || !tree.has(claim.path)) continue;
      yield settle(claim.path, { status: 'part-of', of: path, role: claim.role });
    }
    yield settle(path, outcome);
  }
}

interface Reading {
  outcome: FileOutcome;
  claims: { path: string; role: string }[];
}

async function* readFile(
  path: string,
  context: ImportContext,
  signal?: AbortSignal,
): AsyncGenerator<ReadEvent, Reading> {
  const { tree } = context;
  let format: string | null = null;
  try {
    const file = await tree.open(path);
    const recognised = file.kind === 'empty' ? null : await recogniseFile(file, tree);
    if (recognised?.as !== 'importer') {
      return { outcome: await withoutImporter(file, recognised), claims: [] };
    }
    format = recognised.importer.id;
    yield { event: 'started', path, format };
    return yield* runImporter(recognised.importer, file, context, signal);
  } catch (error) {
    if (isAppError(error) && error.code === 'cancelled') throw error;
    return { outcome: refusal(error, format), claims: [] };
  }
}

async function withoutImporter(file: SourceFile, recognised: Recognised | null): Promise<FileOutcome> {
  if (recognised?.as === 'later') return { status: 'later', format: recognised.id, label: recognised.label };
  const rule = ignoredWhenUnknown(file.path);
  if (rule) return { status: 'ignored', rule };
  const { code, reason } = await unknownReason(file);
  return { status: 'refused', reason, format: null, code };
}

async function* runImporter(
  importer: Importer,
  file: SourceFile,
  context: ImportContext,
  signal?: AbortSignal,
): AsyncGenerator<ReadEvent, Reading> {
  const { path } = file;
  const counts = noRecords();
  const claims: Reading['claims'] = [];
  let firstRejection: string | null = null;
  const note = function* (record: RejectionRecord | WarningRecord): Generator<ReadEvent> {
    counts[record.kind]++;
    if (record.kind === 'rejection') firstRejection ??= `${record.where}: ${record.reason}`;
    if (counts.rejection + counts.warning <= noteLimit) yield { event: 'note', path, note: record };
  };

  for await (const record of importer.read(file, context)) {
    if (signal?.aborted) throw cancelled();
    if (record.kind === 'part-of') {
      return { outcome: { status: 'part-of', of: record.path, role: record.role }, claims: [] };
    }
    if (record.kind === 'claims') claims.push({ path: record.path, role: record.role });
    else if (isNote(record)) yield* note(record);
    else {
      counts[record.kind]++;
      yield { event: 'record', path, record: withCleanException(record) };
    }
  }
  for (const message of file.concessions) yield* note({ kind: 'warning', where: path, message });
  if (isEmptyHanded(counts) && firstRejection) {
    const reason =
      counts.rejection > 1 ? `nothing in it could be used; first, ${firstRejection}` : firstRejection;
    return {
      outcome: { status: 'refused', reason, format: importer.id, code: 'unreadable-file' },
      claims: [],
    };
  }
  return { outcome: { status: 'understood', format: importer.id, label: importer.label, counts }, claims };
}

/** What a program said as it failed may quote the key that it failed with; whatever the format, it is stored. */
function withCleanException(record: DataRecord): DataRecord {
  if (record.kind !== 'trial' || !record.exception) return record;
  const { type, message } = record.exception;
  return { ...record, exception: { type, message: textWithoutSecrets(message) } };
}

const isNote = (record: ImportedRecord): record is RejectionRecord | WarningRecord =>
  record.kind === 'rejection' || record.kind === 'warning';

const isEmptyHanded = ({ trial, memory, retrieval, task, judgement }: RecordCounts) =>
  trial + memory + retrieval + task + judgement === 0;

const cancelled = () => new AppError('cancelled', 'The import was cancelled.');

/** An importer that fails on one file must not end an import of thousands: its message becomes the file's outcome. */
function refusal(error: unknown, format: string | null): FileOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  if (isAppError(error)) return { status: 'refused', reason, format, code: error.code };
  const tooDeep = error instanceof RangeError && /call stack/.test(reason);
  if (tooDeep)
    return { status: 'refused', reason: 'it is nested too deep to be read', format, code: 'limit-exceeded' };
  return { status: 'refused', reason: `reading it failed: ${reason}`, format, code: 'internal' };
}

async function unknownReason(
  file: SourceFile,
): Promise<{ code: 'unreadable-file' | 'unknown-format'; reason: string }> {
  if (file.kind === 'empty') return { code: 'unreadable-file', reason: `${file.path} is empty (0 bytes)` };
  if (file.kind === 'json') {
    const value = await file.json();
    return { code: 'unknown-format', reason: `no known format: JSON ${describeJson(value)}` };
  }
  const compression = file.kind === 'binary' ? compressionOf(await file.slice(0, 8)) : null;
  if (compression) {
    return {
      code: 'unknown-format',
      reason: `compressed with ${compression}, which is not read here; unpack it`,
    };
  }
  const kinds: Record<SourceFile['kind'], string> = {
    empty: 'empty',
    json: 'JSON',
    jsonl: 'JSON Lines of no known kind',
    pickle: 'a pickle',
    zip: 'an archive inside the import; unpack it, or import it on its own',
    parquet: 'a Parquet table',
    gzip: 'a compressed file inside the import; unpack it, or import it on its own',
    text: 'text of no known kind',
    binary: 'binary data',
  };
  return { code: 'unknown-format', reason: `no known format: ${kinds[file.kind]}` };
}

function describeJson(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value !== 'object' || value === null) return typeof value;
  const keys = Object.keys(value);
  const shown = keys.slice(0, 6).map((key) => key.slice(0, 40));
  return `object with ${shown.length === 0 ? 'no keys' : shown.join(', ')}${keys.length > 6 ? ', …' : ''}`;
}

export interface ReadResult {
  records: { path: string; record: DataRecord }[];
  notes: { path: string; note: RejectionRecord | WarningRecord }[];
  outcomes: Map<string, FileOutcome>;
}

/** {@link readTree} gathered in memory, for dry runs and tests. */
export async function readAll(tree: SourceTree, options: ReadOptions = {}): Promise<ReadResult> {
  const result: ReadResult = { records: [], notes: [], outcomes: new Map() };
  for await (const event of readTree(tree, options)) {
    if (event.event === 'record') result.records.push(event);
    else if (event.event === 'note') result.notes.push(event);
    else if (event.event === 'settled') result.outcomes.set(event.path, event.outcome);
  }
  return result;
}
