import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileStore } from '@tus/file-store';
import { adoptArtefactFile, hashFile } from '@/lib/artefacts/store';
import { AppError } from '@/lib/core/errors';

export interface FinishedUpload {
  /** Content hash under which the file is kept. */
  artefact: string;
  name: string;
  bytes: number;
}

/**
 * Moves a complete upload into the artefact store, by the hash of its content. Asked again it answers the same, so a
 * client that lost the answer loses nothing.
 *
 * @throws AppError `not-found`, or `conflict` while parts are missing
 */
export async function finishUpload(store: FileStore, id: string): Promise<FinishedUpload> {
  if (!/^[0-9a-f]{32}$/.test(id)) throw new AppError('not-found', 'There is no such upload.');
  const file = path.join(store.directory, id);
  const receipt = `${file}.done`;
  const known = await readFile(receipt, 'utf8').catch(() => null);
  if (known) return JSON.parse(known) as FinishedUpload;
  const upload = await store.getUpload(id).catch((cause: unknown) => {
    throw new AppError('not-found', 'There is no such upload.', {
      hint: 'It may have been given up after a week without progress; upload the file again.',
      cause,
    });
  });
  if (upload.size === undefined || upload.offset !== upload.size) {
    throw new AppError(
      'conflict',
      `Of ${upload.size ?? 'an unknown number of'} bytes ${upload.offset} are here.`,
    );
  }
  const artefact = await hashFile(file);
  const name = path.basename((upload.metadata?.filename ?? id).replaceAll('\\', '/')) || id;
  const finished = { artefact, name, bytes: upload.size };
  await adoptArtefactFile(file, artefact);
  await writeFile(receipt, JSON.stringify(finished), { mode: 0o600 });
  await rm(`${file}.json`, { force: true });
  return finished;
}
