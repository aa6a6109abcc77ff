import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { AppError, isAppError } from '@/lib/core/errors';

/** One file of an archive, to be read before the next. */
export interface ArchiveEntry {
  /** Without folders. */
  name: string;
  content: AsyncIterable<Uint8Array>;
}

/**
 * The files of a study's archive on disk, one after another: of a `.tar.gz`, of a `.tar`, or of a folder that one was
 * unpacked into.
 *
 * @throws AppError `not-found` where there is nothing, `unreadable-file` where it is no tar or was cut off
 */
export async function* archiveOnDisk(file: string): AsyncGenerator<ArchiveEntry> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new AppError('not-found', `There is nothing at ${file}.`, { where: file, cause });
  });
  if (!found.isDirectory()) {
    yield* archiveInStream(createReadStream(file), file);
    return;
  }
  for (const name of (await readdir(file)).sort())
    if (/\.jsonl?$/.test(name)) yield { name, content: createReadStream(path.join(file, name)) };
}

/** The same of an archive that comes piece by piece. @param name what errors call it */
export async function* archiveInStream(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<ArchiveEntry> {
  const entries = extract();
  const source = Readable.from(await plain(pieces));
  source.on('error', (error) => entries.destroy(error));
  source.pipe(entries as unknown as NodeJS.WritableStream);
  try {
    for await (const entry of entries) {
      const { name: inside, type } = entry.header;
      const content = entry as AsyncIterable<Buffer>;
      if (type === 'file') yield { name: path.posix.basename(inside), content };
      else for await (const _ of content);
    }
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('unreadable-file', `${name} cannot be read as an archive of a study: ${reason}.`, {
      hint: 'It is a .tar.gz as `carryover archive` writes it, or a folder that one was unpacked into.',
      where: name,
      cause,
    });
  } finally {
    source.destroy();
  }
}

/** Unpacked where the first bytes say that it is gzipped. */
async function plain(pieces: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const whole = async function* () {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  };
  if (first.done || first.value[0] !== 0x1f || first.value[1] !== 0x8b) return whole();
  const gunzip = createGunzip();
  const packed = Readable.from(whole());
  packed.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  return gunzip;
}
