import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/core/errors';
import { DiskTree } from './disk-tree';

/**
 * One file as a tree of one path.
 *
 * @param options.name  what it was called where it came from, when it now lies elsewhere (an upload)
 * @throws AppError `not-found`, `invalid-input` (not a plain file)
 */
export async function openFile(file: string, options: { name?: string } = {}): Promise<DiskTree> {
  const absolute = path.resolve(file);
  const found = await stat(absolute).catch(() => null);
  if (!found) throw new AppError('not-found', `${file} does not exist.`, { where: file });
  if (!found.isFile()) throw new AppError('invalid-input', `${file} is not a plain file.`, { where: file });
  const name = path.basename(options.name ?? absolute);
  // An upload lies in a folder of ours, whose name says nothing about the file.
  const place = options.name === undefined ? path.basename(path.dirname(absolute)) : '';
  return new DiskTree(place, new Map([[name, { file: absolute }]]), []);
}
