import { folderOf } from '@/lib/importers/source/disk-tree';

/**
 * What is read when only some files of a source are asked for: these, and everything that may belong with them, which
 * lies in their folders and in the folders just above. Reading a file twice does no harm, missing its other half would.
 *
 * @returns paths of `paths`; linear in their number
 */
export function pathsToTry(paths: readonly string[], only: readonly string[]): Set<string> {
  const folders = new Set(
    only.flatMap((path) => {
      const folder = folderOf(path);
      return [folder, folderOf(folder)];
    }),
  );
  return new Set(paths.filter((path) => folders.has(folderOf(path))));
}
