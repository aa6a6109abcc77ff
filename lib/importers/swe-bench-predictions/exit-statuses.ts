import type { SourceTree } from '../importer';

const name = /(?:^|\/)exit_statuses_([\d.]+)\.yaml$/;

/** The files in which mini-swe-agent lists how each instance of a batch ended, oldest first; one per invocation. */
export const exitStatusFiles = (folder: string, tree: SourceTree): string[] =>
  tree
    .children(folder)
    .filter((path) => name.test(path))
    .sort((a, b) => Number(name.exec(a)![1]) - Number(name.exec(b)![1]));

export const isExitStatuses = (path: string): boolean => name.test(path);

/**
 * Exit status by instance. The file is a map of lists and nothing else, so its lines say all. Instances can be misspelt
 * in it: it is asked about known names only.
 */
export function readExitStatuses(text: string): Map<string, string> {
  const statuses = new Map<string, string>();
  let status: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*-\s+["']?(.+?)["']?\s*$/.exec(line);
    const heading = /^\s+["']?([^"'\s].*?)["']?:\s*(?:\[\])?\s*$/.exec(line);
    if (item && status !== null) statuses.set(item[1]!, status);
    else if (heading) status = heading[1]!;
  }
  return statuses;
}
