import type { ImportContext, ImportedRecord } from '../importer';
import { asFlag, asList, asName, asObject, type JsonObject } from '../json-values';
import { folderOf } from '../source/disk-tree';
import { modelFromFileName, proposal, sweBench, trialId } from './identity';
import { runFolderOf } from './run-folders';

/** `logs/run_evaluation/<run id>/<model>/<instance>/report.json`: the verdict on one instance, test by test. */
export function* readInstanceReport(
  report: JsonObject,
  path: string,
  context: ImportContext,
): Generator<ImportedRecord> {
  const folders = [context.tree.name, ...folderOf(path).split('/')].filter(Boolean);
  for (const [key, value] of Object.entries(report)) {
    const instance = asName(key);
    if (!instance) {
      yield { kind: 'rejection', where: path, reason: 'a verdict names no instance' };
      continue;
    }
    const verdict = asObject(value);
    const resolved = asFlag(verdict?.resolved);
    if (!verdict || resolved === null) {
      yield { kind: 'rejection', where: instance, reason: 'the report does not say whether it was resolved' };
      continue;
    }
    if (folders.at(-1) === instance) folders.pop();
    const submission = folders.at(-1) === 'logs' ? runFolderOf(path, instance, context.tree.name) : null;
    const run = submission
      ? { model: null, runId: submission.runId }
      : { model: modelFromFileName(folders.at(-1) ?? ''), runId: folders.at(-2) ?? context.tree.name };
    const { attempt, ...condition } = proposal(run, 'run and model folders above the report');
    const failed = verdict.infra_failure === true;
    yield {
      kind: 'trial',
      source: 'swe-bench',
      externalId: trialId(run, instance),
      benchmark: submission?.benchmark ?? sweBench,
      task: instance,
      attempt,
      condition: condition,
      reward: failed ? null : Number(resolved),
      exception: failed
        ? {
            type: 'InfrastructureFailure',
            message: asName(verdict.infra_failure_reason) ?? 'the evaluation could not run',
          }
        : emptyPatch(verdict),
      finished: true,
      details: {
        patchApplied: asFlag(verdict.patch_successfully_applied),
        tests: testCounts(verdict),
        testReportFile: path,
      },
    };
  }
}

const emptyPatch = (verdict: JsonObject) =>
  verdict.patch_exists === false || verdict.patch_is_None === true
    ? { type: 'EmptyPatch', message: 'nothing was submitted' }
    : null;

/** Passed and failed per group; the names of failed tests are kept, those of thousands of passed ones are not. */
function testCounts(verdict: JsonObject): Record<string, unknown> | null {
  const groups = Object.entries(asObject(verdict.tests_status) ?? {}).flatMap(([group, value]) => {
    const passed = asList(asObject(value)?.success)?.length ?? 0;
    const failed = asList(asObject(value)?.failure) ?? [];
    return passed + failed.length === 0
      ? []
      : [[group, { passed, failed: failed.length, failedTests: failed.slice(0, 50) }]];
  });
  return groups.length === 0 ? null : (Object.fromEntries(groups) as Record<string, unknown>);
}
