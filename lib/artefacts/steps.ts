import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AppError } from '@/lib/core/errors';
import type { Step } from '@/lib/core/vocabulary';
import { artefactPath, putArtefact } from './store';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A chunk ends after so many steps or characters, so that a page reads little whatever the length of the run. */
const chunkSteps = 50;
const chunkCharacters = 256 * 1024;
const footerBytes = 8;
const magic = 0x53544550;

interface ChunkIndex {
  total: number;
  /** For each chunk: first step, byte offset, bytes. */
  chunks: [firstStep: number, offset: number, bytes: number][];
}

/**
 * Stores a trajectory's steps as compressed chunks followed by an index.
 *
 * Layout: chunk*, index (gzipped JSON), index length (uint32 LE), magic (uint32 LE).
 *
 * @returns the artefact's content hash
 */
export async function putSteps(steps: readonly Step[]): Promise<string> {
  const parts: Buffer[] = [];
  const index: ChunkIndex = { total: steps.length, chunks: [] };
  let offset = 0;
  let first = 0;
  let texts: string[] = [];
  let characters = 0;
  const finish = async (next: number) => {
    if (texts.length === 0) return;
    const bytes = await compress(`[${texts.join(',')}]`, { level: 4 });
    parts.push(bytes);
    index.chunks.push([first, offset, bytes.length]);
    offset += bytes.length;
    first = next;
    texts = [];
    characters = 0;
  };
  for (const [i, step] of steps.entries()) {
    const text = JSON.stringify(step);
    texts.push(text);
    characters += text.length;
    if (texts.length >= chunkSteps || characters >= chunkCharacters) await finish(i + 1);
  }
  await finish(steps.length);
  const tail = await compress(JSON.stringify(index));
  const footer = Buffer.alloc(footerBytes);
  footer.writeUInt32LE(tail.length, 0);
  footer.writeUInt32LE(magic, 4);
  return putArtefact(Buffer.concat([...parts, tail, footer]));
}

/**
 * Reads steps `from` … `from + count − 1` without touching the rest.
 *
 * @throws AppError `unreadable-file` when the artefact is damaged, `not-found` when it is gone
 */
export async function readSteps(
  artefact: string,
  from: number,
  count: number,
): Promise<{ steps: Step[]; total: number }> {
  const file = await open(artefactPath(artefact)).catch((cause: unknown) => {
    throw new AppError('not-found', 'The steps of this trajectory are missing from the artefact store.', {
      hint: 'Import the run again to bring them back.',
      cause,
    });
  });
  try {
    const { size } = await file.stat();
    const read = async (offset: number, length: number) => {
      const bytes = Buffer.alloc(length);
      await file.read(bytes, 0, length, offset);
      return bytes;
    };
    const footer = await read(Math.max(0, size - footerBytes), footerBytes);
    const tailLength = footer.readUInt32LE(0);
    if (footer.readUInt32LE(4) !== magic || tailLength > size - footerBytes) {
      throw new AppError(
        'unreadable-file',
        'The steps of this trajectory are damaged in the artefact store.',
        {
          hint: 'Import the run again to bring them back.',
          where: artefact,
        },
      );
    }
    const index = JSON.parse(
      (await decompress(await read(size - footerBytes - tailLength, tailLength))).toString('utf8'),
    ) as ChunkIndex;
    const end = Math.min(from + count, index.total);
    const steps: Step[] = [];
    for (const [i, [first, offset, bytes]] of index.chunks.entries()) {
      const next = index.chunks[i + 1]?.[0] ?? index.total;
      if (next <= from || first >= end) continue;
      const chunk = JSON.parse((await decompress(await read(offset, bytes))).toString('utf8')) as Step[];
      steps.push(...chunk.slice(Math.max(0, from - first), end - first));
    }
    return { steps, total: index.total };
  } finally {
    await file.close();
  }
}
