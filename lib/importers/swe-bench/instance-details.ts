import type { ImportContext, ImportedRecord } from '../importer';
import { asAmount, asFlag, asNumber, asObject, type JsonObject } from '../json-values';
import { isInstanceId, proposal, trialId } from './identity';
import { runFolderOf } from './run-folders';

/** Reports of the harness are by instance as well, and say whether the patch applied. */
export const isInstanceDetails = (root: JsonObject): boolean => {
  const entries = Object.entries(root).slice(0, 5);
  const told = entries.map(([, value]) => asObject(value) ?? {});
  return (
    entries.every(([id]) => isInstanceId(id)) &&
    told.some((details) => 'resolved' in details) &&
    told.every((details) => !('patch_successfully_applied' in details))
  );
};

/**
 * `per_instance_details.json` of submissions that the leaderboard's makers ran themselves (mini-swe-agent on the verified
 * and the multilingual subset): what became of each instance, and what it cost.
 */
export function* readInstanceDetails(
  root: JsonObject,
  path: string,
  { tree }: ImportContext,
): Generator<ImportedRecord> {
  const folder = runFolderOf(path, null, tree.name);
  if (!folder) {
    yield { kind: 'rejection', where: path, reason: 'no folder names the submission; import its folder' };
    return;
  }
  const run = { runId: folder.runId, model: null };
  const { attempt, ...condition } = proposal(run, 'folder of the submission');
  for (const [instance, value] of Object.entries(root)) {
    const told = asObject(value);
    const resolved = asFlag(told?.resolved);
    if (!told || resolved === null) {
      yield { kind: 'rejection', where: instance, reason: 'it does not say whether it was resolved' };
      continue;
    }
    yield {
      kind: 'trial',
      source: 'swe-bench',
      externalId: trialId(run, instance),
      benchmark: folder.benchmark,
      task: instance,
      attempt,
      condition,
      reward: Number(resolved),
      exception: null,
      finished: true,
      costUsd: asAmount(told.cost),
      details: { apiCalls: asNumber(told.api_calls), detailsFile: path },
    };
  }
}
