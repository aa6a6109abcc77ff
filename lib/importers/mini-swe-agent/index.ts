import { agentLabel } from '../condition-label';
import { contentHash } from '../content-hash';
import { defineImporter, type SourceFile, type TrialRecord } from '../importer';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { taskNameFor, taskTextOf } from '../steps/task-text';
import { timeSpan } from '../steps/time-span';
import { isInstanceId, proposal, sweBench, trialId } from '../swe-bench/identity';
import { type RunFolder, runFolderOf } from '../swe-bench/run-folders';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { isMessageList, isMiniRun, type MiniRun, readRun } from './read-run';

/** A mini-swe-agent trajectory. Its outcome is in another file, if anywhere: the reward stays open. */
export const miniSweAgent = defineImporter({
  id: 'mini-swe-agent',
  label: 'mini-swe-agent trajectory',

  async recognises(file) {
    if (file.kind !== 'json') return false;
    const value = await file.json();
    return isMiniRun(value) || isMessageList(value);
  },

  async *read(file, context) {
    const value = await file.json();
    const run = readRun(value);
    if (run.steps.length === 0 && run.exitStatus === null) {
      yield {
        kind: 'rejection',
        where: 'messages',
        reason: 'the trajectory has no messages and no exit status',
      };
      return;
    }
    const instance = run.instanceId !== null && isInstanceId(run.instanceId) ? run.instanceId : null;
    const folder = instance === null ? null : runFolderOf(file.path, instance, context.tree.name);
    yield instance !== null && folder !== null
      ? sweBenchTrial(run, instance, folder, file)
      : plainTrial(run, value, file);
    if (instance !== null && folder === null) {
      const message =
        'no folder names its run, so it cannot be joined with a report; import the folder of the run';
      yield { kind: 'warning', where: file.path, message };
    }
    if (isMessageList(value)) {
      yield {
        kind: 'warning',
        where: file.path,
        message: 'a bare list of messages: agent, model, cost and outcome are unknown',
      };
    }
  },
});

function sweBenchTrial(run: MiniRun, instance: string, folder: RunFolder, file: SourceFile): TrialRecord {
  const identity = { runId: folder.runId, model: folder.isSubmission ? null : run.model };
  const { attempt, ...condition } = proposal(identity, 'run folder and model of the trajectory');
  return {
    ...common(run, file),
    source: 'swe-bench',
    externalId: trialId(identity, instance),
    benchmark: folder.benchmark,
    task: instance,
    attempt,
    condition: { ...condition, settings: { agent: 'mini-swe-agent', ...condition.settings } },
  };
}

function plainTrial(run: MiniRun, value: unknown, file: SourceFile): TrialRecord {
  const trial = common(run, file);
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/(?:\.traj(?:ectory)?)?\.json$/, '');
  return {
    ...trial,
    source: 'mini-swe-agent',
    externalId: contentHash(value).slice(0, 32),
    benchmark: run.instanceId !== null && isInstanceId(run.instanceId) ? sweBench : unnamedBenchmark,
    task: run.instanceId ?? taskNameFor(trial.taskText ?? null, stem),
    attempt: null,
    condition: {
      label: agentLabel('mini-swe-agent', run.model),
      basis: 'agent and model of the trajectory',
      settings: { agent: 'mini-swe-agent', model: run.model },
    },
  };
}

type Common = Omit<TrialRecord, 'source' | 'externalId' | 'benchmark' | 'task' | 'attempt' | 'condition'>;

function common(run: MiniRun, file: SourceFile): Common {
  const { exitStatus, steps } = run;
  const span = timeSpan(steps);
  const ended = exitStatus !== null && exitStatus !== 'Submitted';
  return {
    kind: 'trial',
    taskText: taskTextOf(steps),
    reward: null,
    exception: ended ? { type: exitStatus, message: run.traceback ?? '' } : null,
    finished: exitStatus === null ? null : true,
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    cachedTokens: run.cachedTokens,
    costUsd: run.costUsd,
    startedAt: span && new Date(span.from).toISOString(),
    durationMs: span && span.to > span.from ? span.to - span.from : null,
    trajectory: steps.length > 0 ? { format: run.format, steps } : null,
    retrieval: memoriesInPrompt(steps),
    details: {
      exitStatus,
      agentVersion: run.version,
      apiCalls: run.apiCalls,
      agentConfig: run.config,
      trajectoryFile: file.path,
    },
  };
}
