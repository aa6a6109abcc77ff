import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { AppError, isAppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { zipContent } from './zip-content';

/** How much one entry of an archive that is read in place may hold, and how many there may be. */
const entryLimit = 256 * 1024 * 1024;
const entriesLimit = 200_000;

/** Bytes read per byte of archive, once {@link ratioGrace} bytes were read: what expands more is made to fill a disk. */
const ratioLimit = 200;
const ratioGrace = 256 * 1024 * 1024;

/** An archive that is itself a format: its entries are read one by one, nothing is unpacked onto disk. */
export interface ZipEntries {
  readonly names: readonly string[];
  /**
   * @throws AppError `not-found`, `limit-exceeded`, or `unreadable-file` for an entry that is encrypted, damaged or
   *   compressed in a way that is not read here
   */
  read(name: string): Promise<Buffer>;
  close(): void;
}

/** Opens a zip by its index. The first of several entries with one name counts. */
export async function openZip(file: SourceFile): Promise<ZipEntries> {
  const entries = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    zip = await fromRandomAccessReaderPromise(new Reader(file), file.size, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= entriesLimit) throw tooMany(file.path);
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    if (isAppError(error)) throw error;
    throw damaged(file.path, error);
  }
  let inflated = 0;
  return {
    names: [...entries.keys()].filter((name) => !name.endsWith('/')),
    close: () => zip.close(),
    async read(name) {
      const entry = entries.get(name);
      if (!entry) throw new AppError('not-found', `${file.path} holds no ${name}.`, { where: file.path });
      const problem = problemOf(entry);
      if (problem) throw new AppError('unreadable-file', `${name} ${problem}.`, { where: name });
      try {
        inflated += entry.uncompressedSize;
        if (inflated > ratioGrace && inflated > ratioLimit * file.size) throw tooLarge(file.path);
        return await gathered(zipContent(zip, entry, name));
      } catch (error) {
        throw isAppError(error) ? error : damaged(name, error);
      }
    },
  };
}

class Reader extends RandomAccessReader {
  constructor(readonly file: SourceFile) {
    super();
  }
  override _readStreamForRange(start: number, end: number): Readable {
    const { file } = this;
    const step = 1024 * 1024;
    return Readable.from(
      (async function* () {
        for (let from = start; from < end; from += step)
          yield await file.slice(from, Math.min(end, from + step));
      })(),
    );
  }
}

function problemOf(entry: Entry): string | null {
  if (entry.isEncrypted()) return 'is encrypted';
  if (entry.canDecodeFileData()) return entry.uncompressedSize > entryLimit ? 'is too large' : null;
  const method = entry.compressionMethod === 93 ? 'Zstandard' : `method ${entry.compressionMethod}`;
  return `is compressed with ${method}, which is not read here; write the log with deflate, or as JSON`;
}

async function gathered(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const tooMany = (path: string) =>
  new AppError('limit-exceeded', `${path} holds more than ${entriesLimit.toLocaleString('en')} entries.`, {
    where: path,
  });

const tooLarge = (path: string) =>
  new AppError('limit-exceeded', `${path} expands more than ${ratioLimit} times.`, { where: path });

const damaged = (where: string, cause: unknown) =>
  new AppError(
    'unreadable-file',
    `${where} is cut off or damaged (${cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)}).`,
    { where, cause },
  );
