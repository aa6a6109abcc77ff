import { AppError } from '@/lib/core/errors';
import type { RefusedPath, SourceTree } from '../importer';
import { type DiskFile, openDiskFile, type Place } from './disk-file';

/** A {@link SourceTree} over files whose places on disk are known. */
export class DiskTree implements SourceTree {
  readonly paths: readonly string[];
  readonly #files = new Map<string, string[]>();
  readonly #folders = new Map<string, string[]>();

  constructor(
    readonly name: string,
    readonly places: ReadonlyMap<string, Place>,
    readonly refused: readonly RefusedPath[],
  ) {
    this.paths = [...places.keys()].sort();
    const known = new Set(['']);
    for (const file of this.paths) {
      append(this.#files, folderOf(file), file);
      for (let folder = folderOf(file); !known.has(folder); folder = folderOf(folder)) {
        known.add(folder);
        append(this.#folders, folderOf(folder), folder);
      }
    }
  }

  has(file: string): boolean {
    return this.places.has(file);
  }

  async open(file: string): Promise<DiskFile> {
    const place = this.places.get(file);
    if (!place) throw new AppError('not-found', `${file} is not part of this import.`, { where: file });
    return openDiskFile(place, file);
  }

  children(folder: string): readonly string[] {
    return this.#files.get(folder) ?? [];
  }

  folders(folder: string): readonly string[] {
    return this.#folders.get(folder) ?? [];
  }
}

function append(map: Map<string, string[]>, key: string, entry: string): void {
  const entries = map.get(key);
  if (entries) entries.push(entry);
  else map.set(key, [entry]);
}

/** The folder of a relative path; '' for the root. */
export const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));

/** Joins a folder of a tree and a name; the root is ''. */
export const inFolder = (folder: string, name: string): string =>
  folder === '' ? name : `${folder}/${name}`;
