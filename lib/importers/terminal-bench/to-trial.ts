import { agentLabel } from '../condition-label';
import type { TrialRecord } from '../importer';
import { asAmount, asFlag, asName, asObject, type JsonObject } from '../json-values';
import { isClockName, splitRepetition } from '../repetition';
import { settingsWithoutSecrets } from '../without-secrets';

/** What holds for every trial of a run. */
export interface RunFacts {
  runId: string;
  agent: string | null;
  model: string | null;
  benchmark: string;
  datasetVersion: string | null;
  hasMetadata: boolean;
  settings: Record<string, unknown> | null;
}

/**
 * @param metadata    run_metadata.json, when it is there
 * @param folderName  names the run otherwise
 */
export function runFacts(metadata: JsonObject | null, folderName: string): RunFacts {
  const { task_ids: _tasks, username: _user, output_path: _output, ...settings } = metadata ?? {};
  return {
    runId: asName(metadata?.run_id) ?? folderName,
    agent: asName(metadata?.agent_name),
    model: asName(metadata?.model_name),
    benchmark: asName(metadata?.dataset_name) ?? 'terminal-bench',
    datasetVersion: asName(metadata?.dataset_version),
    hasMetadata: metadata !== null,
    settings: metadata ? settingsWithoutSecrets(settings) : null,
  };
}

/** One result of terminal-bench as a trial. `is_resolved: null` means that no verifier spoke: no reward, not a zero. */
export function toTrial(trial: JsonObject, facts: RunFacts): TrialRecord {
  const task = asName(trial.task_id)!;
  const name = asName(trial.trial_name);
  const resolved = asFlag(trial.is_resolved);
  const failure = asName(trial.failure_mode);
  const failed = failure !== null && !['unset', 'none'].includes(failure);
  const { attempt, label, basis } = placeOf(name, facts);
  return {
    kind: 'trial',
    source: 'terminal-bench',
    externalId: asName(trial.id) ?? asName(trial.uuid) ?? `${facts.runId}/${name ?? task}`,
    benchmark: facts.benchmark,
    task,
    taskText: asName(trial.instruction),
    attempt,
    condition: {
      label,
      basis,
      settings: {
        agent: facts.agent,
        model: facts.model,
        dataset: facts.benchmark,
        datasetVersion: facts.datasetVersion,
      },
    },
    reward: resolved === null ? null : Number(resolved),
    exception: failed ? { type: failure, message: `failure mode ${failure.replaceAll('_', ' ')}` } : null,
    finished: resolved !== null || failed || asName(trial.trial_ended_at) !== null ? true : null,
    // The tool writes zero when an agent reports no usage.
    inputTokens: asAmount(trial.total_input_tokens) || null,
    outputTokens: asAmount(trial.total_output_tokens) || null,
    startedAt: asName(trial.trial_started_at),
    durationMs: elapsed(trial.trial_started_at, trial.trial_ended_at),
    details: {
      trialName: name,
      run: facts.runId,
      tests: asObject(trial.parser_results),
      runSettings: facts.settings,
    },
  };
}

/**
 * Repetitions are runs of their own (`tb_rc2_g5_1`, `_2`, …) or `2-of-5` in the trial's name. A name that somebody gave a
 * run stays in the label, or two settings of one agent would fall together unseen; one made by the clock tells nothing.
 */
function placeOf(name: string | null, facts: RunFacts) {
  const { base, attempt } = splitRepetition(facts.runId);
  const counted = /\.(\d+)-of-(\d+)\./.exec(name ?? '');
  const ofMany = counted !== null && Number(counted[2]) > 1;
  const named = isClockName(base) ? null : base;
  const cut = attempt === null ? '' : `; runs ${base}_1, _2, … are its attempts`;
  const agent = [facts.agent, facts.model].filter((part) => part !== null).join(' · ') || null;
  return {
    attempt: ofMany ? Number(counted[1]) : attempt,
    label: agentLabel(agent, named),
    basis: `${agent === null ? 'name of the run' : 'agent and model in run_metadata.json, name of the run'}${cut}`,
  };
}

/** Both stamps come from one object, so they are of one kind even when they carry no zone. */
function elapsed(start: unknown, end: unknown): number | null {
  const ms = Date.parse(asName(end) ?? '') - Date.parse(asName(start) ?? '');
  return ms >= 0 ? ms : null;
}
