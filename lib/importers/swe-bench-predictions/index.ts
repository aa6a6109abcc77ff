import { defineImporter, type ImportContext, type ImportedRecord, type SourceFile } from '../importer';
import { asName, asObject, asText, type JsonObject } from '../json-values';
import { firstEntries } from '../pools/first-entries';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonRecords } from '../source/json-records';
import { proposal, trialId } from '../swe-bench/identity';
import { reportedRun } from '../swe-bench/reported-run';
import { runFolderOf } from '../swe-bench/run-folders';
import { exitStatusFiles, isExitStatuses, readExitStatuses } from './exit-statuses';

const isPrediction = (value: unknown): boolean => {
  const fields = asObject(value);
  return fields !== null && 'model_patch' in fields && 'instance_id' in fields;
};

/**
 * Predictions for SWE-bench (`preds.json`, `all_preds.jsonl`, SWE-agent's `.pred`) and the exit statuses beside them.
 *
 * A prediction says that a trial took place, not how it went: reports with the same run and model give it its reward,
 * and an instance with a trajectory beside it is left to that.
 */
export const sweBenchPredictions = defineImporter({
  id: 'swe-bench-predictions',
  label: 'SWE-bench predictions',

  async recognises(file, tree) {
    if (file.kind === 'text') return isExitStatuses(file.path) && predictionsBeside(file.path, tree) !== null;
    if (file.kind !== 'json' && file.kind !== 'jsonl') return false;
    const entries = await firstEntries(file);
    if (entries.length > 0 && entries.every(isPrediction)) return true;
    const values = Object.values(asObject(entries[0]) ?? {}).slice(0, 5);
    return file.kind === 'json' && entries.length === 1 && values.length > 0 && values.every(isPrediction);
  },

  async *read(file, context) {
    if (file.kind === 'text') {
      yield { kind: 'part-of', path: predictionsBeside(file.path, context.tree)!, role: 'exit statuses' };
      return;
    }
    const folder = folderOf(file.path);
    const statuses = new Map<string, string>();
    for (const path of exitStatusFiles(folder, context.tree)) {
      yield { kind: 'claims', path, role: 'exit statuses' };
      const text = await (await context.tree.open(path)).text();
      for (const [instance, status] of readExitStatuses(text)) statuses.set(instance, status);
    }
    let left = 0;
    for await (const { where, value, problem } of predictionsOf(file)) {
      const fields = asObject(value);
      const instance = asName(fields?.instance_id);
      if (!fields || !instance) yield { kind: 'rejection', where, reason: problem ?? 'it names no instance' };
      else if (hasTrajectory(folder, instance, context)) left++;
      else yield await toTrial(fields, { instance, status: statuses.get(instance) ?? null, file, context });
    }
    if (left > 0) {
      const message = `${left} ${left === 1 ? 'prediction is' : 'predictions are'} told by the trajectories beside it`;
      yield { kind: 'warning', where: file.path, message };
    }
  },
});

const predictionsBeside = (path: string, tree: ImportContext['tree']): string | null => {
  const preds = inFolder(folderOf(path), 'preds.json');
  return tree.has(preds) ? preds : null;
};

async function* predictionsOf(
  file: SourceFile,
): AsyncGenerator<{ where: string; value?: unknown; problem?: string }> {
  for await (const record of jsonRecords(file)) {
    const map = record.problem === undefined && !isPrediction(record.value) ? asObject(record.value) : null;
    if (!map) yield record;
    else for (const [instance, value] of Object.entries(map)) yield { where: instance, value };
  }
}

/** A run's trajectories lie in a folder per instance, or all in one. */
const hasTrajectory = (folder: string, instance: string, { tree }: ImportContext): boolean =>
  ['traj.json', 'traj'].some((ending) =>
    [`${instance}/${instance}`, instance, `trajs/${instance}`].some((stem) =>
      tree.has(inFolder(folder, `${stem}.${ending}`)),
    ),
  );

async function toTrial(
  fields: JsonObject,
  given: { instance: string; status: string | null; file: SourceFile; context: ImportContext },
): Promise<ImportedRecord> {
  const { instance, status, file, context } = given;
  const folder = runFolderOf(file.path, instance, context.tree.name);
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const model = folder?.isSubmission ? null : asName(fields.model_name_or_path);
  // SWE-agent names its predictions for the folder of the run.
  const reported = folder && model === folder.runId ? await reportedRun(model, context.tree) : null;
  const run = reported ?? { runId: folder?.runId ?? stem, model };
  const { attempt, ...condition } = proposal(run, 'folder of the predictions, and the model they name');
  const patch = asText(fields.model_patch)?.trim() ?? '';
  const ended = status !== null && !/^submitted/i.test(status);
  return {
    kind: 'trial',
    source: 'swe-bench',
    externalId: trialId(run, instance),
    benchmark: folder?.benchmark ?? 'swe-bench',
    task: instance,
    attempt,
    condition,
    reward: null,
    exception: ended
      ? { type: status, message: `the agent ended with ${status}` }
      : patch === ''
        ? { type: 'EmptyPatch', message: 'nothing was submitted' }
        : null,
    finished: true,
    details: { exitStatus: status, predictionFile: file.path },
  };
}
