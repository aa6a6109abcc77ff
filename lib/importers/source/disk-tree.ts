import path from 'node:path';
import { AppError } from '@/lib/core/errors';
import type { RefusedPath, SourceFile, SourceTree } from '../importer';
import { openDiskFile } from './disk-file';

/** A {@link SourceTree} over files whose places on disk are known. */
export class DiskTree implements SourceTree {
  readonly paths: readonly string[];
  readonly #places: ReadonlyMap<string, string>;
  readonly #children = new Map<string, string[]>();

  constructor(
    readonly name: string,
    places: ReadonlyMap<string, string>,
    readonly refused: readonly RefusedPath[],
  ) {
    this.#places = places;
    this.paths = [...places.keys()].sort();
    for (const file of this.paths) {
      const folder = folderOf(file);
      const siblings = this.#children.get(folder);
      if (siblings) siblings.push(file);
      else this.#children.set(folder, [file]);
    }
  }

  has(file: string): boolean {
    return this.#places.has(file);
  }

  async open(file: string): Promise<SourceFile> {
    const place = this.#places.get(file);
    if (!place) throw new AppError('not-found', `${file} is not part of this import.`, { where: file });
    return openDiskFile(place, file);
  }

  children(folder: string): readonly string[] {
    return this.#children.get(folder) ?? [];
  }
}

/** The folder of a relative path; '' for the root. */
export const folderOf = (file: string): string => {
  const folder = path.posix.dirname(file);
  return folder === '.' ? '' : folder;
};

/** Joins a folder of a tree and a name; the root is ''. */
export const inFolder = (folder: string, name: string): string =>
  folder === '' ? name : `${folder}/${name}`;
