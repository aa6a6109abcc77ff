import type { ImportContext, ImportedRecord } from '../importer';
import { asList, asName, asObject, type JsonObject } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonRecords } from '../source/json-records';
import { isInstanceId, proposal, trialId } from './identity';
import { runFolderOf } from './run-folders';

export const isLeaderboard = (root: JsonObject): boolean =>
  Array.isArray(root.resolved) && (Array.isArray(root.no_generation) || Array.isArray(root.no_logs));

/** The results that a `metadata.yaml` beside them describes. */
export function resultsDescribedBy(path: string, tree: ImportContext['tree']): string | null {
  if (!/(?:^|\/)metadata\.yaml$/.test(path)) return null;
  const results = ['results/results.json', 'per_instance_details.json'];
  return results.map((name) => inFolder(folderOf(path), name)).find((result) => tree.has(result)) ?? null;
}

/** Why an instance has no verdict of its own; all of these count as not resolved, as on the leaderboard. */
const reasons: Record<string, { type: string; message: string }> = {
  no_generation: { type: 'NoGeneration', message: 'nothing was submitted' },
  no_logs: { type: 'NoLogs', message: 'the evaluation left no log' },
  install_fail: { type: 'InstallFailed', message: 'the repository could not be installed' },
  reset_failed: { type: 'ResetFailed', message: 'the repository could not be reset' },
  test_errored: { type: 'TestsErrored', message: 'the tests ended in an error' },
  test_timeout: { type: 'TestsTimedOut', message: 'the tests took too long' },
};

/**
 * The results of a submission to the public leaderboard. The file lists what was resolved and what went wrong; the
 * other instances are known only from the predictions and logs beside it, and were not resolved.
 */
export async function* readLeaderboard(
  root: JsonObject,
  path: string,
  { tree }: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const folder = runFolderOf(path, null, tree.name);
  const submission = /(?:^|\/)results$/.test(folderOf(path)) ? folderOf(folderOf(path)) : folderOf(path);
  if (!folder) {
    yield { kind: 'rejection', where: path, reason: 'no folder names the submission; import its folder' };
    return;
  }
  const run = { runId: folder.runId, model: null };
  const { attempt, ...condition } = proposal(run, 'folder of the submission');
  const resolved = new Set(names(root.resolved));
  const failed = new Map<string, string>();
  for (const [list, value] of Object.entries(root)) {
    if (list === 'resolved') continue;
    // A stated reason wins over a list that only says how far the instance came.
    for (const id of names(value)) if (reasons[list] || !failed.has(id)) failed.set(id, list);
  }
  const instances = new Set([...resolved, ...failed.keys()]);
  const before = instances.size;
  for await (const id of instancesBeside(submission, tree)) instances.add(id);

  for (const instance of instances) {
    const reason = resolved.has(instance) ? undefined : reasons[failed.get(instance) ?? ''];
    yield {
      kind: 'trial',
      source: 'swe-bench',
      externalId: trialId(run, instance),
      benchmark: folder.benchmark,
      task: instance,
      attempt,
      condition,
      reward: resolved.has(instance) ? 1 : 0,
      exception: reason ?? null,
      finished: true,
      details: { reportFile: path },
    };
  }
  if (instances.size === before && failed.size === 0) {
    const message =
      'it lists only what was resolved: without predictions or logs beside it the failures are not known';
    yield { kind: 'warning', where: path, message };
  }
}

const names = (list: unknown): string[] => (asList(list) ?? []).map(asName).filter((id) => id !== null);

/** Instances named by predictions, or by folders and files of logs and trajectories. */
async function* instancesBeside(folder: string, tree: ImportContext['tree']): AsyncGenerator<string> {
  for (const part of ['logs', 'trajs']) {
    const inner = inFolder(folder, part);
    for (const path of [...tree.folders(inner), ...tree.children(inner)]) {
      const name = path
        .slice(path.lastIndexOf('/') + 1)
        .replace(/\.(?:traj|json|log|eval|md|txt|yaml)+$/i, '');
      if (isInstanceId(name)) yield name;
    }
  }
  for (const name of ['all_preds.jsonl', 'preds.json']) {
    const path = inFolder(folder, name);
    if (!tree.has(path)) continue;
    for await (const record of jsonRecords(await tree.open(path))) {
      const value = record.problem === undefined ? asObject(record.value) : null;
      const ids = value && 'instance_id' in value ? [value.instance_id] : Object.keys(value ?? {});
      for (const id of ids) if (typeof id === 'string' && isInstanceId(id)) yield id;
    }
  }
}
