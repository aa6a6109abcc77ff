import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { homeLayout } from '@/db/home';

/** Where the artefact with this content hash lies. Two levels of folders, so that none grows too large. */
export function artefactPath(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError(`not a content hash: ${hash}`);
  return path.join(homeLayout().artefacts, hash.slice(0, 2), hash);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Gives a draft its final name; a writer that was first with the same content wins. */
async function settle(draft: string, hash: string): Promise<string> {
  const target = artefactPath(hash);
  if (await exists(target)) await rm(draft, { force: true });
  else {
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(draft, target);
  }
  return hash;
}

async function draftPath(): Promise<string> {
  const folder = path.join(homeLayout().artefacts, 'drafts');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, randomUUID());
}

/** Keeps bytes by the hash of their content; the same content is stored once. */
export async function putArtefact(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (await exists(artefactPath(hash))) return hash;
  const draft = await draftPath();
  await writeFile(draft, bytes, { mode: 0o600 });
  return settle(draft, hash);
}

/** Keeps a stream, never held whole in memory. */
export async function putArtefactStream(
  stream: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<{ hash: string; bytes: number }> {
  const draft = await draftPath();
  const hash = createHash('sha256');
  let bytes = 0;
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(stream, tap, createWriteStream(draft, { mode: 0o600 }), signal ? { signal } : {});
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return { hash: await settle(draft, hash.digest('hex')), bytes };
}

/** Content hash of a file, read as a stream. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Keeps a copy of a file (sharing blocks where the file system can). */
export async function putArtefactFile(file: string, hash: string): Promise<void> {
  if (await exists(artefactPath(hash))) return;
  const draft = await draftPath();
  await copyFile(file, draft, constants.COPYFILE_FICLONE);
  await settle(draft, hash);
}

/** Takes a file that lies on the same disk over into the store; it is not there any more afterwards. */
export async function adoptArtefactFile(file: string, hash: string): Promise<void> {
  await settle(file, hash);
}
