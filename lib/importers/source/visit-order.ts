/** Files that speak for their folder are read before their neighbours. */
const spokesmen = new Set(['result.json', 'results.json']);

const depthOf = (path: string) => path.split('/').length;
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/**
 * The order in which files are read: shallow folders first, so that a trial's result is seen before the
 * trajectory below it and can claim it; within a folder results first, then by name. Depends on the paths alone,
 * so an interrupted import meets the same order again.
 */
export function visitOrder(paths: readonly string[]): string[] {
  const keyed = paths.map((path) => ({
    path,
    depth: depthOf(path),
    folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
    rank: spokesmen.has(nameOf(path)) ? 0 : 1,
  }));
  keyed.sort(
    (a, b) => a.depth - b.depth || order(a.folder, b.folder) || a.rank - b.rank || order(a.path, b.path),
  );
  return keyed.map(({ path }) => path);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
