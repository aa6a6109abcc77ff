import { folderOf } from '@/lib/importers/source/disk-tree';

export interface ReadingUnits {
  /**
   * Files directly in folders that are too large for one unit. They are read first and one after another: they speak
   * for what lies below them and may claim it.
   */
  spine: string[];
  /** Whole folders with all that is below them, several small ones together: read side by side. */
  units: string[][];
}

/** As many files as are read as one unit: enough to make handing them out cheap, few enough to share the work evenly. */
const filesPerUnit = 1_000;

interface Folder {
  files: string[];
  below: Map<string, Folder>;
  total: number;
}

/**
 * Splits an import into parts that can be read independently. A file belongs at most to files of its own folder or of
 * folders above, so a folder with everything below it stands alone.
 *
 * @param paths relative, with `/`; the result depends on nothing else
 */
export function splitIntoUnits(paths: readonly string[], limit = filesPerUnit): ReadingUnits {
  const result: ReadingUnits = { spine: [], units: [] };
  let current: string[] = [];
  const close = () => {
    if (current.length > 0) result.units.push(current);
    current = [];
  };
  const visit = (folder: Folder) => {
    if (folder.total <= limit) {
      if (current.length + folder.total > limit) close();
      collect(folder, current);
      return;
    }
    result.spine.push(...folder.files);
    for (const name of [...folder.below.keys()].sort()) visit(folder.below.get(name)!);
  };
  visit(treeOf(paths));
  close();
  return result;
}

function treeOf(paths: readonly string[]): Folder {
  const root: Folder = { files: [], below: new Map(), total: 0 };
  for (const path of paths) {
    let folder = root;
    folder.total++;
    const parent = folderOf(path);
    for (const name of parent === '' ? [] : parent.split('/')) {
      let next = folder.below.get(name);
      if (!next) {
        next = { files: [], below: new Map(), total: 0 };
        folder.below.set(name, next);
      }
      folder = next;
      folder.total++;
    }
    folder.files.push(path);
  }
  return root;
}

function collect(folder: Folder, into: string[]): void {
  into.push(...folder.files);
  for (const below of folder.below.values()) collect(below, into);
}
