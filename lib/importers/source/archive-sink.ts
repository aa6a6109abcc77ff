import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@/lib/core/errors';
import type { RefusedPath } from '../importer';
import { entryPathProblem } from './entry-path';

export interface ArchiveLimits {
  entries: number;
  /** Sum of the sizes of all entries, in bytes. */
  totalBytes: number;
  /** Bytes per byte of archive, once {@link ratioGrace} bytes are out. */
  ratio: number;
  pathDepth: number;
}

export const defaultArchiveLimits: ArchiveLimits = {
  entries: 200_000,
  totalBytes: 20 * 1024 ** 3,
  ratio: 200,
  pathDepth: 64,
};

/** Small archives of logs compress extremely well; the ratio says something only beyond this. */
const ratioGrace = 64 * 1024 * 1024;

export interface UnpackProgress {
  entries: number;
  bytes: number;
}

export interface UnpackOptions {
  limits?: Partial<ArchiveLimits>;
  signal?: AbortSignal;
  onProgress?: (progress: UnpackProgress) => void;
  /** What the archive was called, for messages. */
  name?: string;
}

/** Where entries go, whatever the archive: checks each name and every limit, counts the bytes that really come. */
export class ArchiveSink {
  readonly refused: RefusedPath[] = [];
  entries = 0;
  bytes = 0;
  /** Every entry met, refused and folders included. */
  seen = 0;
  /** Bytes that came out of the archive, those of refused entries included: they take time, too. */
  #unpacked = 0;
  readonly #limits: ArchiveLimits;

  constructor(
    readonly name: string,
    readonly folder: string,
    readonly archiveBytes: number,
    readonly options: UnpackOptions,
  ) {
    this.#limits = { ...defaultArchiveLimits, ...options.limits };
  }

  /** Counts an entry; call before anything else is done with it. */
  meet(entryPath: string): void {
    this.seen++;
    if (this.options.signal?.aborted)
      throw new AppError('cancelled', `Unpacking ${this.name} was cancelled.`);
    if (this.seen > this.#limits.entries) {
      throw this.#exceeded(`holds more than ${this.#limits.entries} entries (stopped at ${entryPath})`);
    }
  }

  refuse(entryPath: string, reason: string): void {
    this.refused.push({ path: entryPath, reason });
  }

  /** Writes one file, or lists it as refused and drains it. */
  async write(entryPath: string, content: AsyncIterable<Buffer>): Promise<void> {
    const problem = entryPathProblem(entryPath, this.#limits.pathDepth);
    if (problem) {
      this.refuse(entryPath, problem);
      await this.skip(entryPath, content);
      return;
    }
    const target = path.join(this.folder, entryPath);
    const failed = await mkdir(path.dirname(target), { recursive: true }).then(() => null, reasonOf);
    if (failed) {
      this.refuse(entryPath, failed);
      await this.skip(entryPath, content);
      return;
    }
    const written = createWriteStream(target, { flags: 'wx' });
    try {
      await pipeline(content, (chunks) => this.#counted(chunks, entryPath), written);
      this.entries++;
      this.bytes += written.bytesWritten;
      this.options.onProgress?.({ entries: this.entries, bytes: this.bytes });
    } catch (error) {
      // A file that is still being made would appear after its folder was taken away.
      if (!written.closed) await new Promise<void>((resolve) => written.once('close', () => resolve()));
      const reason = reasonOf(error);
      if (!reason) throw error;
      this.refuse(entryPath, reason);
    }
  }

  /** Reads an entry that is not taken to its end, which in a tar is where the next one begins. */
  async skip(entryPath: string, content: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of this.#counted(content, entryPath)) void chunk;
  }

  async *#counted(chunks: AsyncIterable<Buffer>, entryPath: string): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#unpacked += chunk.length;
      if (this.options.signal?.aborted)
        throw new AppError('cancelled', `Unpacking ${this.name} was cancelled.`);
      if (this.#unpacked > this.#limits.totalBytes) {
        throw this.#exceeded(
          `unpacks to more than ${this.#limits.totalBytes} bytes (stopped in ${entryPath})`,
        );
      }
      if (this.#unpacked > ratioGrace && this.#unpacked > this.archiveBytes * this.#limits.ratio) {
        throw this.#exceeded(`expands more than ${this.#limits.ratio} times (stopped in ${entryPath})`);
      }
      yield chunk;
    }
  }

  #exceeded(what: string): AppError {
    return new AppError('limit-exceeded', `${this.name} ${what}; nothing of it was taken.`, {
      where: this.name,
      hint: 'Unpack it by hand and import the folder if you trust it.',
    });
  }
}

/** A name that this disk cannot hold is that entry's problem; anything else ends the unpacking. */
function reasonOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EEXIST') return 'the archive holds this path twice';
  if (code === 'ENOTDIR' || code === 'EISDIR') return 'the archive holds this path as a file and as a folder';
  if (code === 'ENAMETOOLONG') return 'its name is too long for this disk';
  return null;
}
