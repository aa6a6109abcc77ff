import { createHash, hash as hashOf } from 'node:crypto';
import { statSync } from 'node:fs';
import { isAppError } from '@/lib/core/errors';
import type { FileOutcome } from '@/lib/importers/file-outcome';
import type { MemoryRecord, RejectionRecord, SourceTree, WarningRecord } from '@/lib/importers/importer';
import { type ReadOptions, readTree } from '@/lib/importers/read-tree';
import { type DiskFile, openDiskFile } from '@/lib/importers/source/disk-file';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import { type WritableRecord, withStepsInLog } from '@/lib/mutations/records/writable';

/** One file that is done with, and what there is to tell of it. */
export interface ReadFile {
  path: string;
  outcome: FileOutcome;
  bytes: number;
  modifiedMs: number | null;
  /** Content hash of files whose raw content is kept; null for the others. */
  sha256: string | null;
  warnings: { where: string; message: string }[];
  rejections: { where: string; reason: string }[];
  counts: Record<string, number>;
}

/** Raw contents of files, the smallest joined, in buffers that can be handed to another thread. */
export interface RawSegment {
  buffers: Uint8Array<ArrayBuffer>[];
  /** Where each content lies if the buffers are put one after another. */
  parts: { sha256: string; offset: number; bytes: number }[];
}

/** What has been read since the last batch. Records of a file come before or with its entry in `files`. */
export interface ReadBatch {
  records: WritableRecord[];
  files: ReadFile[];
  segment: RawSegment;
  /** Files whose raw content is to be kept and is too large for a segment. */
  large: { path: string; sha256: string }[];
}

/**
 * A batch is written in one transaction, which holds up all others: it ends well under 100 ms of work on two cores, yet
 * so late that the fixed cost of a transaction no longer counts.
 */
const recordsPerBatch = 250;
const rawPerBatch = 24 * 1024 * 1024;
const filesPerBatch = 1_500;

/** Contents from this size on are handed over as they were read; joining costs less for smaller ones. */
const ownBufferBytes = 32 * 1024;

/**
 * Reads one unit of an import into batches that are ready to be written: records without the steps of their
 * trajectories, outcomes of files, and the raw bytes to keep. Reads and hashes without giving way: for a thread of
 * its own.
 *
 * @throws AppError `cancelled` when `signal` was aborted
 */
export async function* readUnit(
  tree: DiskTree,
  options: ReadOptions & { visit: readonly string[] },
): AsyncGenerator<ReadBatch> {
  const watched = new WatchedTree(tree);
  let batch = new BatchBuilder();
  let notes = new FileNotes();
  for await (const event of readTree(watched, options)) {
    if (event.event === 'note') notes.add(event.note);
    if (event.event === 'record') {
      const { record, path } = event;
      notes.counts[record.kind] = (notes.counts[record.kind] ?? 0) + 1;
      if (record.kind === 'trial') {
        const log = { path, tree: tree.name, sourceHash: watched.hashOfOpened() };
        batch.records.push(withStepsInLog(record, log));
      } else batch.records.push(record.kind === 'memory' ? withOwnVectors(record) : record);
    }
    if (event.event === 'settled') {
      const { path, outcome } = event;
      // Parts are settled just before the file that reads them, whose notes are still being taken.
      const part = outcome.status === 'part-of';
      batch.add(path, outcome, part ? new FileNotes() : notes, watched);
      if (!part) {
        notes = new FileNotes();
        watched.forget();
      }
    }
    if (batch.isFull) {
      yield batch.finish();
      batch = new BatchBuilder();
    }
  }
  yield batch.finish();
}

/** A vector that is a window on a whole file would drag that file along to the next thread. */
const withOwnVectors = (record: MemoryRecord): MemoryRecord => ({
  ...record,
  embeddings: record.embeddings.map(({ model, vector }) => ({ model, vector: vector.slice() })),
});

class FileNotes {
  readonly warnings: ReadFile['warnings'] = [];
  readonly rejections: ReadFile['rejections'] = [];
  readonly counts: Record<string, number> = {};

  add(note: RejectionRecord | WarningRecord): void {
    if (note.kind === 'warning') this.warnings.push({ where: note.where, message: note.message });
    else this.rejections.push({ where: note.where, reason: note.reason });
  }
}

class BatchBuilder {
  readonly records: WritableRecord[] = [];
  readonly #files: ReadFile[] = [];
  readonly #large: ReadBatch['large'] = [];
  readonly #buffers: RawSegment['buffers'] = [];
  readonly #parts: RawSegment['parts'] = [];
  #small: Buffer[] = [];
  #rawBytes = 0;

  add(path: string, outcome: FileOutcome, notes: FileNotes, tree: WatchedTree): void {
    const { warnings, rejections, counts } = notes;
    const file = outcome.status === 'ignored' ? null : tree.reopen(path);
    const sha256 = file && this.#keep(file);
    const { bytes, modifiedMs } = file
      ? { bytes: file.size, modifiedMs: file.modifiedMs }
      : tree.sizeOf(path);
    this.#files.push({ path, outcome, bytes, modifiedMs, sha256, warnings, rejections, counts });
  }

  /** Puts the raw content of a file aside to be stored. */
  #keep(file: DiskFile): string {
    const sha256 = contentHash(file);
    const bytes = file.whole;
    if (!bytes) this.#large.push({ path: file.path, sha256 });
    else if (bytes.length > 0) {
      this.#parts.push({ sha256, offset: this.#rawBytes, bytes: bytes.length });
      this.#rawBytes += bytes.length;
      if (bytes.length < ownBufferBytes) this.#small.push(bytes);
      else {
        this.#join();
        this.#buffers.push(bytes as Uint8Array<ArrayBuffer>);
        file.giveAway();
      }
    }
    return sha256;
  }

  #join(): void {
    if (this.#small.length > 0) this.#buffers.push(joined(this.#small));
    this.#small = [];
  }

  get isFull(): boolean {
    return (
      this.records.length >= recordsPerBatch ||
      this.#rawBytes >= rawPerBatch ||
      this.#files.length >= filesPerBatch
    );
  }

  finish(): ReadBatch {
    this.#join();
    const segment = { buffers: this.#buffers, parts: this.#parts };
    return { records: this.records, files: this.#files, segment, large: this.#large };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}

/** Remembers what was opened while one file was read: its bytes need not be read again to be hashed and kept. */
class WatchedTree implements SourceTree {
  readonly #opened = new Map<string, DiskFile>();
  constructor(readonly inner: DiskTree) {}

  get name() {
    return this.inner.name;
  }
  get paths() {
    return this.inner.paths;
  }
  get refused() {
    return this.inner.refused;
  }
  has(path: string): boolean {
    return this.inner.has(path);
  }
  children(folder: string): readonly string[] {
    return this.inner.children(folder);
  }
  folders(folder: string): readonly string[] {
    return this.inner.folders(folder);
  }
  async open(path: string): Promise<DiskFile> {
    const known = this.#opened.get(path);
    const file = known ?? (await this.inner.open(path));
    this.#opened.set(path, file);
    return file;
  }

  /** Content hash of everything that was opened since the last file was done with. */
  hashOfOpened(): string {
    const hash = createHash('sha256');
    for (const file of this.#opened.values())
      hash.update(file.whole ? contentHash(file) : `${file.size} ${file.modifiedMs}`);
    return hash.digest('hex');
  }

  /** The file as it was opened, else opened now; null when it cannot be. */
  reopen(path: string): DiskFile | null {
    const known = this.#opened.get(path);
    if (known) return known;
    const place = this.inner.places.get(path);
    try {
      return place ? openDiskFile(place, path) : null;
    } catch (error) {
      if (isAppError(error)) return null;
      throw error;
    }
  }

  /** Size and time of a file that is not opened. */
  sizeOf(path: string): { bytes: number; modifiedMs: number | null } {
    const place = this.inner.places.get(path);
    const found = place && statSync(place.file, { throwIfNoEntry: false });
    return { bytes: place?.part?.bytes ?? found?.size ?? 0, modifiedMs: found?.mtimeMs ?? null };
  }

  forget(): void {
    this.#opened.clear();
  }
}

const hashes = new WeakMap<DiskFile, string>();

/** Content hash of a file; a large one is read in pieces. */
function contentHash(file: DiskFile): string {
  const known = hashes.get(file);
  if (known) return known;
  const made = file.whole ? hashOf('sha256', file.whole) : hashOfPieces(file);
  hashes.set(file, made);
  return made;
}

function hashOfPieces(file: DiskFile): string {
  const hash = createHash('sha256');
  for (const piece of file.pieces()) hash.update(piece);
  return hash.digest('hex');
}
