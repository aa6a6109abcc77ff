import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '@/lib/core/errors';

const deflated = 8;

/**
 * The content of one entry, checked against the length and the checksum in its header. Inflated here: the library's own
 * stream tells of damage as soon as it meets it, and when nobody listens yet that ends the process.
 *
 * @throws AppError `unreadable-file` where it is not what its header says
 */
export async function* zipContent(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Buffer> {
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  // An error is kept by the stream and thrown by the loop below, whenever it happened.
  const content =
    entry.compressionMethod === deflated ? pipeline(packed, createInflateRaw(), () => undefined) : packed;
  let sum = 0;
  let length = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum);
    length += chunk.length;
    if (length > entry.uncompressedSize) break;
    yield chunk;
  }
  if (length !== entry.uncompressedSize) {
    throw new AppError('unreadable-file', `${name} is not as long as its header says.`, { where: name });
  }
  if (sum !== entry.crc32) {
    throw new AppError('unreadable-file', `${name} does not match its checksum.`, { where: name });
  }
}
