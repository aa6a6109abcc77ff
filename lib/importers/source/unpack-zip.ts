import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { AppError } from '@/lib/core/errors';
import type { ArchiveSink } from './archive-sink';

const unixLink = 0o120000;
const unixTypes = 0o170000;

/** Unpacks a zip into the sink. Names are decoded here, since the library would end the whole archive at a bad one. */
export async function unpackZip(file: string, sink: ArchiveSink): Promise<void> {
  const zip: ZipFile = await openPromise(file, { decodeStrings: false, autoClose: false, lazyEntries: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(
        entry.generalPurposeBitFlag,
        entry.fileNameRaw,
        entry.extraFields,
        true,
      );
      sink.meet(name);
      if (name.endsWith('/')) continue;
      const problem = kindProblem(entry);
      if (problem) sink.refuse(name, problem);
      else await sink.write(name, checked(await zip.openReadStreamPromise(entry), entry, name));
    }
  } finally {
    zip.close();
  }
}

function kindProblem(entry: Entry): string | null {
  const mode = entry.externalFileAttributes >>> 16;
  const type = mode & unixTypes;
  if (type === unixLink) return 'a symbolic link; links are not taken';
  if (type !== 0 && type !== 0o100000) return 'neither a file nor a folder';
  if (entry.isEncrypted()) return 'it is encrypted';
  if (!entry.canDecodeFileData())
    return `it is compressed with method ${entry.compressionMethod}, which is not read here`;
  return null;
}

/** The library compares lengths; a flipped bit shows only in the checksum. */
async function* checked(content: AsyncIterable<Buffer>, entry: Entry, name: string): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of content) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32) {
    throw new AppError('unreadable-file', `${name} does not match its checksum.`, { where: name });
  }
}
