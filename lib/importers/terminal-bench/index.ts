import { defineImporter, type ImportContext, type ImportedRecord, type SourceTree } from '../importer';
import { asList, asName, asObject, type JsonObject } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { type RunFacts, runFacts, toTrial } from './to-trial';

const isTrial = (value: unknown): value is JsonObject => {
  const trial = asObject(value);
  return trial !== null && 'is_resolved' in trial && asName(trial.task_id) !== null;
};

const isRun = (value: unknown): boolean => {
  const root = asObject(value);
  const results = asList(root?.results);
  if (!root || !results) return false;
  return results.length === 0 ? 'n_resolved' in root : results.slice(0, 5).some(isTrial);
};

/** Results of terminal-bench 1 (`tb run`), of a whole run or of one trial of a run whose own results are missing. */
export const terminalBench = defineImporter({
  id: 'terminal-bench',
  label: 'terminal-bench results',

  async recognises(file) {
    if (file.kind !== 'json') return false;
    const value = await file.json();
    return isRun(value) || isTrial(value);
  },

  async *read(file, context) {
    const value = await file.json();
    if (isTrial(value)) yield* readTrial(value, file.path, context);
    else yield* readRun(asList(asObject(value)?.results)!, file.path, context);
  },
});

async function* readRun(
  results: readonly unknown[],
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const folder = folderOf(path);
  const facts = await factsOf(folder, context.tree);
  if (results.length === 0) yield { kind: 'warning', where: path, message: 'none of its trials has ended' };
  for (const [i, result] of results.entries()) {
    if (isTrial(result)) yield toTrial(result, facts);
    else yield { kind: 'rejection', where: `results[${i}]`, reason: 'no task_id or no is_resolved' };
  }
  if (!facts.hasMetadata) yield missingMetadata(path);
  else yield { kind: 'claims', path: inFolder(folder, 'run_metadata.json'), role: 'settings of the run' };
}

async function* readTrial(
  trial: JsonObject,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const runFolder = folderOf(folderOf(folderOf(path)));
  const runResults = inFolder(runFolder, 'results.json');
  if (
    path.split('/').length > 2 &&
    runResults !== path &&
    (await holdsTrial(context.tree, runResults, trial))
  ) {
    yield { kind: 'part-of', path: runResults, role: 'one trial of the run' };
    return;
  }
  const facts = await factsOf(runFolder, context.tree);
  yield toTrial(trial, facts);
  if (!facts.hasMetadata) yield missingMetadata(path);
}

const missingMetadata = (path: string): ImportedRecord => ({
  kind: 'warning',
  where: path,
  message:
    'no run_metadata.json beside the run: agent and model are unknown, the benchmark is taken to be terminal-bench',
});

/** A run's results bring its trials in, when they can be read and list this one. */
async function holdsTrial(tree: SourceTree, runResults: string, trial: JsonObject): Promise<boolean> {
  const run = await jsonAt(tree, runResults);
  const name = asName(trial.trial_name);
  return (asList(asObject(run)?.results) ?? []).some((other) => asName(asObject(other)?.trial_name) === name);
}

async function factsOf(runFolder: string, tree: SourceTree): Promise<RunFacts> {
  const metadata = asObject(await jsonAt(tree, inFolder(runFolder, 'run_metadata.json')));
  const folderName = runFolder.slice(runFolder.lastIndexOf('/') + 1) || tree.name;
  return runFacts(metadata, folderName);
}
