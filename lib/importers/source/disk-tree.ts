import { AppError } from '@/lib/core/errors';
import type { RefusedPath, SourceTree } from '../importer';
import { type DiskFile, openDiskFile, type Place } from './disk-file';

/** Where files lie, by their paths within what is imported. */
export interface Places {
  get(file: string): Place | undefined;
  has(file: string): boolean;
  keys(): Iterable<string>;
}

/** The files of one folder: their places need not be kept one by one, of which there may be hundreds of thousands. */
export class FolderPlaces implements Places {
  readonly #files: ReadonlySet<string>;

  constructor(
    readonly root: string,
    files: Iterable<string>,
  ) {
    this.#files = new Set(files);
  }

  get(file: string): Place | undefined {
    return this.#files.has(file) ? { file: `${this.root}/${file}` } : undefined;
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  keys(): Iterable<string> {
    return this.#files;
  }
}

interface FolderIndex {
  files: Map<string, string[]>;
  folders: Map<string, string[]>;
}

/** A {@link SourceTree} over files whose places on disk are known. */
export class DiskTree implements SourceTree {
  readonly paths: readonly string[];
  #index: FolderIndex | null = null;

  constructor(
    readonly name: string,
    readonly places: Places,
    readonly refused: readonly RefusedPath[],
  ) {
    this.paths = [...places.keys()].sort();
  }

  /** Some of the files, in the form in which another thread is told of them. */
  placesOf(files: readonly string[]): ReadonlyMap<string, Place> {
    return new Map(
      files.flatMap((file) => {
        const place = this.places.get(file);
        return place ? [[file, place] as const] : [];
      }),
    );
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
    return this.#folderIndex().files.get(folder) ?? [];
  }

  folders(folder: string): readonly string[] {
    return this.#folderIndex().folders.get(folder) ?? [];
  }

  /** Made when somebody asks: who only hands files out to others never does. */
  #folderIndex(): FolderIndex {
    if (this.#index) return this.#index;
    const index: FolderIndex = { files: new Map(), folders: new Map() };
    const known = new Set(['']);
    for (const file of this.paths) {
      append(index.files, folderOf(file), file);
      for (let folder = folderOf(file); !known.has(folder); folder = folderOf(folder)) {
        known.add(folder);
        append(index.folders, folderOf(folder), folder);
      }
    }
    this.#index = index;
    return index;
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
