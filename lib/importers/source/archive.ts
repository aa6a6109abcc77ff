import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { AppError, isAppError } from '@/lib/core/errors';
import type { RefusedPath } from '../importer';
import { ArchiveSink, type UnpackOptions } from './archive-sink';
import { compressionOf } from './compression-of';
import { unpackTar } from './unpack-tar';
import { unpackZip } from './unpack-zip';

export type ArchiveKind = 'zip' | 'tar' | 'tar.gz';

/**
 * What kind of archive a file is, by its content; null when it is none.
 * An Inspect log (`.eval`) is a zip by construction and a log to its owner, so it is none either.
 *
 * @param name  what the file was called, when it lies here under another name
 */
export async function archiveKind(file: string, name = file): Promise<ArchiveKind | null> {
  const head = await headOf(file, 8192);
  if (startsLikeZip(head)) {
    return name.toLowerCase().endsWith('.eval') ? null : 'zip';
  }
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return /\.(?:tgz|tar\.gz|tar)$/i.test(name) || isTar(await firstGunzipped(head)) ? 'tar.gz' : null;
  }
  return isTar(head) ? 'tar' : null;
}

/**
 * Unpacks an archive onto disk, streamed. Entries that climb out, links and devices are listed as refused and the rest goes on.
 *
 * @param intoFolder  exists and is empty; after an error it may hold files that the caller removes
 * @throws AppError `unreadable-file` (cut, damaged, no archive; says how many entries had been read),
 *   `limit-exceeded` (entries, bytes or expansion), `cancelled`
 */
export async function unpackArchive(
  file: string,
  intoFolder: string,
  options: UnpackOptions = {},
): Promise<{ entries: number; bytes: number; refused: RefusedPath[] }> {
  const name = options.name ?? path.basename(file);
  const kind = await archiveKind(file, name);
  if (!kind) throw notAnArchive(name, await headOf(file, 8));
  const sink = new ArchiveSink(name, intoFolder, (await stat(file)).size, options);
  try {
    if (kind === 'zip') await unpackZip(file, sink);
    else await unpackTar(file, kind === 'tar.gz', sink);
  } catch (error) {
    if (isAppError(error) && error.code !== 'unreadable-file') throw error;
    if (isDiskFailure(error)) throw error;
    throw damaged(name, sink.seen, error);
  }
  return { entries: sink.entries, bytes: sink.bytes, refused: sink.refused };
}

function damaged(name: string, seen: number, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
  return new AppError(
    'unreadable-file',
    `${name} is cut off or damaged (${reason}); ${seen} ${seen === 1 ? 'entry' : 'entries'} had been read and none was taken.`,
    { where: name, cause, hint: 'Copy or download the archive again.' },
  );
}

function notAnArchive(name: string, head: Buffer): AppError {
  const compression = head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : compressionOf(head);
  return new AppError(
    'unreadable-file',
    compression === 'gzip'
      ? `${name} is one compressed file, not an archive of files.`
      : compression
        ? `${name} is compressed with ${compression}, which is not read here.`
        : `${name} is not a zip or tar archive.`,
    {
      where: name,
      hint: compression
        ? 'Unpack it and import what is inside.'
        : 'Archives may be .zip, .tar, .tar.gz or .tgz.',
    },
  );
}

/** ENOSPC and its kind are about our disk, not about the archive. */
const isDiskFailure = (error: unknown) =>
  error instanceof Error &&
  'syscall' in error &&
  'code' in error &&
  /^(?:ENOSPC|EACCES|EROFS|EMFILE|EIO)$/.test(String(error.code));

async function headOf(file: string, length: number): Promise<Buffer> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new AppError('not-found', `${file} cannot be opened.`, { where: file, cause });
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const startsLikeZip = (head: Buffer) =>
  head.length >= 4 && [0x504b0304, 0x504b0506].includes(head.readUInt32BE(0));

/** Checksum of the header block: the sum of its bytes with the checksum field read as spaces. */
function isTar(head: Buffer): boolean {
  if (head.length < 512) return false;
  if (head.subarray(0, 512).every((byte) => byte === 0)) return head.length >= 1024;
  let sum = 0;
  for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 0x20 : head[i]!;
  return Number.parseInt(head.toString('latin1', 148, 156).replace(/[\0 ]+$/, ''), 8) === sum;
}

/** The first bytes inside a gzip of which only the beginning is at hand. */
function firstGunzipped(head: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const gunzip = createGunzip();
    const parts: Buffer[] = [];
    const done = () => resolve(Buffer.concat(parts));
    gunzip.on('data', (part: Buffer) => parts.push(part));
    gunzip.on('end', done).on('error', done);
    gunzip.end(head);
  });
}
