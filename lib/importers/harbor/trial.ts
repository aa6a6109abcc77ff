import type { ImportContext, ImportedRecord, TrialRecord } from '../importer';
import { asAmount, asList, asName, asObject, type JsonObject, sumKnown } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { taskTextOf } from '../steps/task-text';
import { settingsWithoutSecrets, textWithoutSecrets } from '../without-secrets';
import { type AgentLogs, readTrialLogs } from './agent-logs';
import { recoverException } from './exception-file';
import { agentFacts, lastPart } from './foreign';
import { placementOf } from './placement';
import { chooseReward, type Outcome, recoverReward } from './reward';

/** What a trial's files say, whichever of them were written before it ended. */
interface TrialFacts {
  result: JsonObject;
  config: JsonObject;
  /** Whether result.json was written, which happens last. */
  ended: boolean;
}

/** A trial from its result.json, with everything in its folder that belongs to it. */
export async function* readTrialResult(
  result: JsonObject,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const config = asObject(result.config) ?? {};
  yield* readTrial({ result, config, ended: true }, path, context);
}

/** A trial that left only its config.json: it crashed or still runs, and has what its verifier wrote, if anything. */
export async function* readUnfinishedTrial(
  config: JsonObject,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  yield* readTrial({ result: {}, config, ended: false }, path, context);
  const message = 'no readable result.json: the trial crashed, was killed or still runs';
  yield { kind: 'warning', where: path, message };
}

async function* readTrial(
  facts: TrialFacts,
  path: string,
  context: ImportContext,
): AsyncGenerator<ImportedRecord> {
  const folder = folderOf(path);
  const logs = await readTrialLogs(context.tree, folder, stepNames(facts.result));
  const outcome = await outcomeOf(facts, folder, context);
  // A result says itself whether there was an exception.
  const exception =
    exceptionOf(facts.result) ?? (facts.ended ? null : await recoverException(context.tree, folder));
  yield toTrial(facts, { path, logs, outcome, exception }, context);

  for (const message of [outcome.warning, ...logs.warnings]) {
    if (message) yield { kind: 'warning', where: path, message };
  }
  if (outcome.recoveredFrom) {
    yield { kind: 'warning', where: path, message: `its reward was recovered from ${outcome.recoveredFrom}` };
  }
  yield* companions(folder, path, logs, context);
}

async function outcomeOf({ result }: TrialFacts, folder: string, { tree }: ImportContext): Promise<Outcome> {
  const verified = asObject(result.verifier_result);
  const stated = chooseReward(verified?.rewards ?? verified?.reward);
  return stated.reward !== null || stated.rewards !== null
    ? stated
    : { ...(await recoverReward(tree, folder)), ...warned(stated) };
}

const warned = ({ warning }: Outcome) => (warning ? { warning } : {});

interface Found {
  path: string;
  logs: AgentLogs;
  outcome: Outcome;
  exception: TrialRecord['exception'];
}

/** What a trial's files say of where it belongs, without what lies in its folders: enough to know it again. */
export function placeOfTrial(
  { result, config }: Pick<TrialFacts, 'result' | 'config'>,
  path: string,
  { tree }: ImportContext,
) {
  const trialName = asName(result.trial_name) ?? asName(config.trial_name) ?? lastPart(folderOf(path))!;
  const jobId = asName(config.job_id) ?? asName(result.id) ?? asName(config.trials_dir) ?? tree.name;
  const task = asObject(config.task);
  const agentConfig = asObject(config.agent);
  const placement = placementOf({
    jobFolders: [tree.name, ...folderOf(folderOf(path)).split('/')].filter(Boolean),
    loggedJobFolder: asName(config.trials_dir),
    dataset: asName(result.source) ?? asName(task?.source),
    agent: agentFacts(asObject(result.agent_info), agentConfig),
    settings: { agentKwargs: settingsWithoutSecrets(agentConfig?.kwargs) },
  });
  return {
    ...placement,
    trialName,
    source: 'harbor',
    externalId: `${jobId}/${trialName}`,
    task: asName(result.task_name) ?? lastPart(asName(task?.path)) ?? trialName.replace(/__[^_]*$/, ''),
  };
}

function toTrial(
  { result, config, ended }: TrialFacts,
  { path, logs, outcome, exception }: Found,
  context: ImportContext,
): TrialRecord {
  const { trialName, ...place } = placeOfTrial({ result, config }, path, context);
  const usage = usageOf(result, logs);
  return {
    kind: 'trial',
    ...place,
    taskText: logs.trajectory ? taskTextOf(logs.trajectory.steps) : null,
    reward: outcome.reward,
    rewards: outcome.rewards,
    exception,
    finished: ended ? ('finished_at' in result ? result.finished_at !== null : true) : false,
    ...usage,
    startedAt: asName(result.started_at),
    durationMs: elapsed(result),
    trajectory: logs.trajectory,
    retrieval: logs.retrieval,
    details: {
      trialName,
      taskChecksum: asName(result.task_checksum),
      agentVersion: asName(asObject(result.agent_info)?.version),
      phasesMs: phases(result),
      stepNames: stepNames(result),
      stepRewards: stepResults(result).map(
        (step) => chooseReward(asObject(step.verifier_result)?.rewards).rewards,
      ),
      rewardRecoveredFrom: outcome.recoveredFrom,
      traceback: tracebackOf(result),
      settings: settingsWithoutSecrets(config),
    },
  };
}

/** The exception of the trial, else the first of its steps' (multi-step tasks). */
function exceptionOf(result: JsonObject): TrialRecord['exception'] {
  const infos = [result, ...stepResults(result)].map((part) => asObject(part.exception_info));
  const info = infos.find((found) => found !== null);
  return info
    ? { type: asName(info.exception_type) ?? 'Exception', message: asName(info.exception_message) ?? '' }
    : null;
}

const tracebackOf = (result: JsonObject): string | null => {
  const traceback = asName(asObject(result.exception_info)?.exception_traceback);
  return traceback && textWithoutSecrets(traceback.slice(-4000));
};

/** The steps of a multi-step task, each with a folder of its own below `steps/`. */
const stepNames = (result: JsonObject): string[] =>
  stepResults(result).flatMap((step) => asName(step.step_name) ?? []);

const stepResults = (result: JsonObject): JsonObject[] =>
  (asList(result.step_results) ?? []).map(asObject).filter((step) => step !== null);

/** The agent's own account, else the sum over steps, else what the trajectory adds up to. */
function usageOf(result: JsonObject, logs: AgentLogs) {
  const whole = asObject(result.agent_result);
  const parts = stepResults(result).map(
    (step) => asObject(step.agent_result) ?? asObject(asObject(step.agent_execution)?.agent_result),
  );
  const stated = (key: string) =>
    asAmount(whole?.[key]) ?? sumKnown(parts.map((part) => asAmount(part?.[key])));
  const inputTokens = stated('n_input_tokens') ?? logs.totals?.inputTokens ?? null;
  const output = stated('n_output_tokens');
  // Some agents report no output at all: zero after a large input is a gap, not a count.
  const outputTokens =
    (output === 0 && (inputTokens ?? 0) > 0 ? null : output) ?? logs.totals?.outputTokens ?? null;
  return {
    inputTokens,
    outputTokens,
    cachedTokens: stated('n_cache_tokens') ?? logs.totals?.cachedTokens ?? null,
    costUsd: stated('cost_usd') ?? logs.totals?.costUsd ?? null,
  };
}

function phases(result: JsonObject): Record<string, number> {
  const names = ['environment_setup', 'agent_setup', 'agent_execution', 'verifier'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const ms = elapsed(asObject(result[name]));
      return ms === null ? [] : [[name, ms]];
    }),
  );
}

/** Milliseconds between two stamps of one object, when both carry a zone or neither does. */
export function elapsed(span: JsonObject | null): number | null {
  const [start, end] = [asName(span?.started_at), asName(span?.finished_at)];
  if (start === null || end === null || hasZone(start) !== hasZone(end)) return null;
  const ms = Date.parse(withZone(end)) - Date.parse(withZone(start));
  return ms >= 0 ? ms : null;
}

const hasZone = (stamp: string) => /(?:Z|[+-]\d\d:?\d\d)$/.test(stamp);
/** Two local stamps differ by the same amount in any zone without clock changes. */
const withZone = (stamp: string) => (hasZone(stamp) ? stamp : `${stamp}Z`);

function* companions(
  folder: string,
  path: string,
  logs: AgentLogs,
  { tree }: ImportContext,
): Generator<ImportedRecord> {
  for (const part of logs.parts) yield { kind: 'claims', ...part };
  const roles: Record<string, string> = {
    'config.json': 'settings of the trial',
    'exception.txt': 'exception of the trial',
    'trial.log': 'log of the trial',
    'lock.json': 'provenance of the trial',
    'verifier/reward.txt': 'reward of the trial',
    'verifier/reward.json': 'reward of the trial',
  };
  for (const [name, role] of Object.entries(roles)) {
    const companion = inFolder(folder, name);
    if (companion !== path && tree.has(companion)) yield { kind: 'claims', path: companion, role };
  }
}
