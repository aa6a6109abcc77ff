import { isAppError } from '@/lib/core/errors';
import type { SourceTree } from '../importer';
import { modelFromFileName, type SweBenchRun } from './identity';

const known = new WeakMap<SourceTree, Map<string, Promise<SweBenchRun | null>>>();

/**
 * The run as the harness's report on it calls it, for SWE-agent: its predictions give the name of the run's folder as the
 * model, and the run id of the report (`<folder>.<run id>.json`) is chosen anew. Without this a trajectory and its verdict
 * would be two attempts.
 *
 * @returns null when no report in the import, or more than one, is named for the folder
 */
export function reportedRun(runFolder: string, tree: SourceTree): Promise<SweBenchRun | null> {
  const runs = known.get(tree) ?? new Map<string, Promise<SweBenchRun | null>>();
  known.set(tree, runs);
  const run = runs.get(runFolder) ?? lookFor(runFolder, tree);
  runs.set(runFolder, run);
  return run;
}

async function lookFor(runFolder: string, tree: SourceTree): Promise<SweBenchRun | null> {
  const start = `${runFolder}.`;
  const runIds: string[] = [];
  for (const path of tree.paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const runId = name.startsWith(start) ? /^([^.]+)\.json$/.exec(name.slice(start.length))?.[1] : undefined;
    if (runId !== undefined && (await isReport(path, tree))) runIds.push(runId);
  }
  return runIds.length === 1 ? { runId: runIds[0]!, model: modelFromFileName(runFolder) } : null;
}

async function isReport(path: string, tree: SourceTree): Promise<boolean> {
  try {
    return /"resolved_(?:ids|instances)"/.test((await tree.open(path)).headText);
  } catch (error) {
    // A report that cannot be opened is refused when its own turn comes.
    if (isAppError(error)) return false;
    throw error;
  }
}
