import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { AppError, isAppError } from '@/lib/core/errors';

/**
 * Writes a file piece by piece under a name of its own beside it, and gives it its name once it is whole: what broke off
 * never looks like the file that was asked for, and what was there before stays.
 *
 * @returns how many bytes it has
 * @throws AppError `invalid-input` where the place cannot be written to; whatever making the pieces throws
 */
export async function writeOut(file: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const draft = `${file}.${process.pid}.part`;
  let bytes = 0;
  const counted = async function* () {
    for await (const piece of pieces) {
      bytes += piece.byteLength;
      yield piece;
    }
  };
  const out = createWriteStream(draft);
  const closed = new Promise<void>((resolve) => out.once('close', resolve));
  try {
    await pipeline(counted, out);
    await rename(draft, file);
    return bytes;
  } catch (cause) {
    // A file that was still being opened when the pieces broke off would be there again after it was taken away.
    await closed;
    await rm(draft, { force: true });
    if (isAppError(cause) || !(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new AppError('invalid-input', `${file} could not be written: ${cause.message}`, {
      where: '--out',
      cause,
    });
  }
}
