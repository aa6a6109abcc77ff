import type { ImportContext, ImportedRecord, TrialRecord } from '../importer';
import { asList, asName, asNumber, asObject, type JsonObject } from '../json-values';
import { folderOf } from '../source/disk-tree';
import { modelFromFileName, proposal, type SweBenchRun, sweBench, trialId } from './identity';
import { modelBeside } from './model-beside';
import { runFolderOf } from './run-folders';

/**
 * What a report says of an instance, from the strongest statement to the weakest. Newer reports also list under
 * unresolved or broken what they say more of in lists of its own.
 */
const verdicts = [
  { key: 'resolved_ids', reward: 1, kind: null },
  // The harness failed, not the patch: that is no verdict.
  { key: 'infra_failure_ids', reward: null, kind: 'InfrastructureFailure' },
  { key: 'ambiguous_failure_ids', reward: 0, kind: 'AmbiguousFailure' },
  { key: 'unresolved_ids', reward: 0, kind: null },
  { key: 'empty_patch_ids', reward: 0, kind: 'EmptyPatch' },
  { key: 'error_ids', reward: 0, kind: 'EvaluationError' },
  { key: 'failed_ids', reward: null, kind: 'EvaluationFailed' },
] as const;

const explanations: Record<string, string> = {
  EmptyPatch: 'nothing was submitted',
  EvaluationError: 'the evaluation of the patch ended in an error',
  InfrastructureFailure: 'the evaluation could not run',
  AmbiguousFailure: 'the evaluation cannot tell whether the patch or itself is at fault',
  EvaluationFailed: 'the evaluation service did not finish',
};

/**
 * The trials of a run report. Instances that are only in `incomplete_ids` were never run (the list holds the rest of the
 * whole data set) and give no trial.
 */
export async function* readRunReport(
  report: JsonObject,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const run =
    (await runFromFolder(path, context)) ??
    runFromFileName(path, 'pending_ids' in report || 'pending_instances' in report);
  const reasons = asObject(report.failure_reasons) ?? {};
  const { attempt, ...condition } = proposal(run, run.basis);
  const taken = new Set<string>();
  for (const { key, reward, kind } of verdicts) {
    for (const instance of asList(report[key]) ?? []) {
      const task = asName(instance);
      if (!task)
        yield { kind: 'rejection', where: key, reason: `${JSON.stringify(instance)} is no instance id` };
      if (!task || taken.has(task)) continue;
      taken.add(task);
      yield {
        kind: 'trial',
        source: 'swe-bench',
        externalId: trialId(run, task),
        benchmark: run.benchmark,
        task,
        attempt,
        condition: condition,
        reward,
        exception: kind ? { type: kind, message: asName(reasons[task]) ?? explanations[kind]! } : null,
        finished: true,
        details: { reportVerdict: key.replace(/_ids$/, ''), reportFile: path },
      } satisfies TrialRecord;
    }
  }
  yield* remarks(report, path, taken);
}

function* remarks(report: JsonObject, path: string, taken: ReadonlySet<string>): Generator<ImportedRecord> {
  const notRun = (asList(report.incomplete_ids) ?? []).filter((id) => !taken.has(String(id))).length;
  const pending = (asList(report.pending_ids) ?? []).filter((id) => !taken.has(String(id))).length;
  const warning = (message: string): ImportedRecord => ({ kind: 'warning', where: path, message });
  if (notRun > 0)
    yield warning(`${notRun} instances without a prediction were not run; they are no failures`);
  if (pending > 0) yield warning(`${pending} instances were still being evaluated`);
  const resolved = asNumber(report.resolved_instances);
  const listed = asList(report.resolved_ids)?.length ?? 0;
  if (resolved !== null && resolved !== listed)
    yield warning(`it counts ${resolved} resolved but lists ${listed}`);
}

interface NamedRun extends SweBenchRun {
  benchmark: string;
  basis: string;
}

/**
 * Reports that go by one name in every run (`results.json`, which SWE-agent and the harness of 2026 write, `report.json`
 * of OpenHands) are named by their folder.
 */
async function runFromFolder(path: string, { tree }: ImportContext): Promise<NamedRun | null> {
  if (!/(?:^|\/)(?:results|report)\.json$/.test(path)) return null;
  const folder = runFolderOf(path, null, tree.name);
  return (
    folder && {
      runId: folder.runId,
      model: await modelBeside(folderOf(path), tree),
      benchmark: folder.benchmark,
      basis: 'folder of the report, and the model that acted in it',
    }
  );
}

/**
 * `<model>.<run id>.json` of the harness, `<subset>__<split>__<run id>.json` of the evaluation service. Model names hold
 * dots, run ids seldom do, so the last dot decides.
 */
function runFromFileName(path: string, isService: boolean): NamedRun {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '');
  const service = /^(swe-bench[^_]*(?:_[^_]+)*?)__([^_]+)__(.+)$/.exec(stem);
  if (isService && service) {
    const [, subset, split, runId] = service;
    return {
      runId: runId!,
      model: null,
      benchmark: subset!.replaceAll('_', '-'),
      basis: `run id in the report's file name (${subset}, ${split})`,
    };
  }
  const dot = stem.lastIndexOf('.');
  const basis = 'model and run id in the file name of the report';
  if (dot <= 0) return { runId: stem, model: null, benchmark: sweBench, basis: 'file name of the report' };
  return {
    runId: stem.slice(dot + 1),
    model: modelFromFileName(stem.slice(0, dot)),
    benchmark: sweBench,
    basis,
  };
}
