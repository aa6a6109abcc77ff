import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import type { ArchiveSink } from './archive-sink';
import { zipContent } from './zip-content';

const unixLink = 0o120000;
const unixTypes = 0o170000;

/** Ways to compress that other programs write, by their number in the zip format. */
const methods: Record<number, string> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
};

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
      else await sink.write(name, zipContent(zip, entry, name));
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
    return `it is compressed with ${methods[entry.compressionMethod] ?? `method ${entry.compressionMethod}`}, which is not read here`;
  return null;
}
