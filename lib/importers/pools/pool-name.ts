import type { SourceFile, SourceTree } from '../importer';
import { folderOf } from '../source/disk-tree';

/**
 * What the pool in a file is called: its last two folders and the file's stem, since pools of one name lie in many
 * runs.
 */
export function poolName(file: Pick<SourceFile, 'path'>, tree: Pick<SourceTree, 'name'>): string {
  const folders = [tree.name, ...folderOf(file.path).split('/')].filter(Boolean).slice(-2);
  return [...folders, stemOf(file.path)].join('/');
}

/** The last part of a path without the ending that only says how it is written. */
export const stemOf = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.(?:pkl|pickle|jsonl?|ndjson|txt|md|csv|tsv|parquet)$/i, '');
