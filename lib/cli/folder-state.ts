import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openFolder } from '@/lib/importers/source/open-folder';

export interface FolderState {
  /** Changes whenever a file comes, goes, grows or is written to. */
  fingerprint: string;
  /** When the file was written that was written last, in milliseconds since 1970; 0 for an empty folder. */
  newestMs: number;
}

/** A file that was written to less than this ago may still be being written. */
const quietMs = 1_000;

/** Looks at the names, sizes and times of everything in a folder, without reading any of it. */
export async function folderState(folder: string): Promise<FolderState> {
  const hash = createHash('sha256');
  let newestMs = 0;
  for (const file of (await openFolder(folder)).paths) {
    const found = await stat(path.join(folder, file)).catch(() => null);
    if (!found) continue;
    hash.update(`${file}\u0000${found.size} ${found.mtimeMs}\n`);
    newestMs = Math.max(newestMs, found.mtimeMs);
  }
  return { fingerprint: hash.digest('hex'), newestMs };
}

/** Whether nothing was written just now: files that are half there are waited for. */
export const isQuiet = ({ newestMs }: FolderState, nowMs = Date.now()): boolean =>
  nowMs - newestMs >= quietMs;
