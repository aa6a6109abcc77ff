import { agentLabel } from '../condition-label';
import type { ImportedRecord, TrialRecord } from '../importer';
import { asAmount, asFlag, asList, asName, asNumber, asObject, type JsonObject } from '../json-values';
import { isClockName, splitRepetition } from '../repetition';
import { readOpenHandsEvents } from '../steps/openhands-events';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { stepSums } from '../steps/step-sums';
import { taskTextOf } from '../steps/task-text';
import { timeSpan } from '../steps/time-span';
import { isInstanceId, sweBench, trialId } from '../swe-bench/identity';
import { runFolderOf } from '../swe-bench/run-folders';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { settingsWithoutSecrets } from '../without-secrets';

/**
 * One instance of an evaluation as a trial. Instances of SWE-bench get the identity that the harness's reports give them.
 *
 * @param settings  the run's `metadata.json`, for lines that do not repeat it
 */
export function toTrial(
  fields: JsonObject,
  settings: JsonObject | null,
  { path, where, treeName }: { path: string; where: string; treeName: string },
): ImportedRecord {
  const instance = asName(fields.instance_id) ?? (asNumber(fields.instance_id)?.toString() || null);
  if (instance === null) return { kind: 'rejection', where, reason: 'it names no instance' };
  const metadata = asObject(fields.metadata) ?? settings ?? {};
  const steps = readOpenHandsEvents(eventsOf(fields.history));
  const model =
    asName((asObject(metadata.llm_config) ?? asObject(metadata.llm))?.model) ??
    steps.find((step) => step.model)?.model ??
    null;
  const agent = asName(metadata.agent_class);
  const runId = runFolderOf(path, null, treeName)?.runId ?? asName(metadata.eval_output_dir) ?? 'OpenHands';
  const { base, attempt } = splitRepetition(runId);
  const benchmark = benchmarkOf(asName(metadata.dataset), instance);
  const ofSweBench = benchmark.startsWith(sweBench) && isInstanceId(instance);
  const result = asObject(fields.test_result) ?? {};
  const span = timeSpan(steps);
  return {
    kind: 'trial',
    source: ofSweBench ? 'swe-bench' : 'openhands',
    externalId: ofSweBench ? trialId({ runId, model }, instance) : `${runId}/${instance}`,
    benchmark,
    task: instance,
    taskText:
      asName(asObject(fields.instance)?.problem_statement) ?? taskTextOf(steps) ?? asName(fields.instruction),
    attempt,
    condition: {
      label: agentLabel(isClockName(base) ? 'OpenHands' : base, model),
      basis: `folder of the run (${runId}) and model of its settings`,
      settings: { agent: agent === null ? 'OpenHands' : `OpenHands ${agent}`, model, run: runId },
    },
    reward: rewardOf(result, fields),
    exception: exceptionOf(fields, result),
    finished: true,
    ...usageOf(fields, steps),
    startedAt: span && new Date(span.from).toISOString(),
    durationMs: span && span.to > span.from ? span.to - span.from : null,
    trajectory: steps.length > 0 ? { format: 'OpenHands events', steps } : null,
    retrieval: memoriesInPrompt(steps),
    details: {
      dataset: asName(metadata.dataset),
      report: settingsWithoutSecrets(result.report),
      maxIterations: asNumber(metadata.max_iterations),
      settings: settingsWithoutSecrets(metadata.details),
    },
  };
}

/** A list of events; the first versions wrote pairs of an action and its observation. */
const eventsOf = (history: unknown): JsonObject[] =>
  (asList(history) ?? [])
    .flatMap((item) => asList(item) ?? [item])
    .map(asObject)
    .filter((event) => event !== null);

/** `princeton-nlp/SWE-bench_Lite`, also with its split behind it, as the subset; other data sets by their own name. */
function benchmarkOf(dataset: string | null, instance: string): string {
  const subset = /swe-?bench(?:[_-](lite|verified|multimodal|multilingual))?(?![a-z])/i.exec(dataset ?? '');
  if (subset) return subset[1] ? `${sweBench}-${subset[1].toLowerCase()}` : sweBench;
  if (dataset === null) return isInstanceId(instance) ? sweBench : unnamedBenchmark;
  return dataset.split('/').at(-1) || unnamedBenchmark;
}

/** Benchmarks write their verdicts under names of their own; these say whether, or how far, the task was solved. */
const verdictKeys = ['resolved', 'score', 'result', 'success', 'correct'] as const;

/** Null before the output was graded. */
function rewardOf(result: JsonObject, fields: JsonObject): number | null {
  const reports = [asObject(result.report), asObject(fields.report), result];
  for (const report of reports) {
    for (const key of verdictKeys) {
      const flag = asFlag(report?.[key]);
      const score = flag === null ? asNumber(report?.[key]) : Number(flag);
      if (score !== null) return score;
    }
  }
  return null;
}

/** What the grader says that kept a patch from being judged; a patch that does not apply was judged. */
const gradings: Record<string, string> = {
  empty_generation: 'EmptyPatch',
  error_eval: 'EvaluationError',
  test_timeout: 'TestsTimedOut',
};

function exceptionOf(fields: JsonObject, result: JsonObject): TrialRecord['exception'] {
  const error = asName(fields.error);
  if (error) {
    const type = /^(?:Timeout\b|[A-Za-z_]\w*(?:Error|Exception))/.exec(error)?.[0] ?? 'Error';
    return { type, message: error };
  }
  const report = asObject(result.report);
  const flag = Object.keys(gradings).find((key) => report?.[key] === true);
  return flag === undefined ? null : { type: gradings[flag]!, message: flag.replaceAll('_', ' ') };
}

/** The run's own account, else what its events add up to. */
function usageOf(fields: JsonObject, steps: Parameters<typeof stepSums>[0]) {
  const metrics = asObject(fields.metrics);
  const usage = asObject(metrics?.accumulated_token_usage);
  const sums = stepSums(steps);
  return {
    inputTokens: asAmount(usage?.prompt_tokens) ?? sums.inputTokens,
    outputTokens: asAmount(usage?.completion_tokens) ?? sums.outputTokens,
    cachedTokens: asAmount(usage?.cache_read_tokens) ?? sums.cachedTokens,
    costUsd: asAmount(metrics?.accumulated_cost) ?? sums.costUsd,
  };
}
