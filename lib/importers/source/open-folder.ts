import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/core/errors';
import type { RefusedPath } from '../importer';
import { DiskTree, FolderPlaces, inFolder } from './disk-tree';

export interface FolderLimits {
  /** Folders below the root. */
  depth: number;
  files: number;
}

const foldersPerBreath = 200;

const defaultLimits: FolderLimits = { depth: 64, files: 500_000 };

/**
 * Walks a folder without following links. What is no plain file is listed in `refused` and the walk goes on.
 *
 * @throws AppError `not-found`, `invalid-input` (no folder), `limit-exceeded` (too deep, too many files)
 */
export async function openFolder(
  root: string,
  options: { name?: string; limits?: Partial<FolderLimits> } = {},
): Promise<DiskTree> {
  const limits = { ...defaultLimits, ...options.limits };
  const absolute = path.resolve(root);
  const found = await stat(absolute).catch(() => null);
  if (!found) throw new AppError('not-found', `${root} does not exist.`, { where: root });
  if (!found.isDirectory()) throw new AppError('invalid-input', `${root} is not a folder.`, { where: root });

  const files: string[] = [];
  const refused: RefusedPath[] = [];
  let walked = 0;
  const pending: { folder: string; depth: number }[] = [{ folder: '', depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { folder, depth } = next;
    try {
      // Read at once, which by the thousand is far faster, with a breath between for whoever else is waiting.
      if (++walked % foldersPerBreath === 0) await new Promise(setImmediate);
      for (const entry of readdirSync(path.join(absolute, folder), { withFileTypes: true })) {
        const relative = inFolder(folder, entry.name);
        if (entry.isDirectory()) {
          if (depth + 1 > limits.depth) throw tooDeep(relative, limits.depth);
          pending.push({ folder: relative, depth: depth + 1 });
        } else if (entry.isFile()) {
          files.push(relative);
          if (files.length > limits.files) throw tooMany(root, limits.files);
        } else {
          refused.push({ path: relative, reason: describe(entry) });
        }
      }
    } catch (error) {
      if (!isDenied(error)) throw error;
      refused.push({ path: folder || '.', reason: 'this folder may not be read (permission denied)' });
    }
  }
  const places = new FolderPlaces(absolute, files);
  return new DiskTree(options.name ?? path.basename(absolute), places, refused);
}

function describe(entry: { isSymbolicLink(): boolean; isSocket(): boolean; isFIFO(): boolean }): string {
  if (entry.isSymbolicLink()) return 'a symbolic link; links are not followed';
  if (entry.isSocket()) return 'a socket, not a file';
  if (entry.isFIFO()) return 'a pipe, not a file';
  return 'a device, not a file';
}

const isDenied = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');

const tooDeep = (where: string, depth: number) =>
  new AppError('limit-exceeded', `${where} lies deeper than ${depth} folders.`, { where });

const tooMany = (where: string, files: number) =>
  new AppError('limit-exceeded', `${where} holds more than ${files} files.`, {
    where,
    hint: 'Import its sub-folders one by one.',
  });
