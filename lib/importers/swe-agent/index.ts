import { agentLabel } from '../condition-label';
import { contentHash } from '../content-hash';
import { defineImporter, type TrialRecord } from '../importer';
import { asAmount, asName, asNumber, asObject, type JsonObject } from '../json-values';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { taskNameFor, taskTextOf } from '../steps/task-text';
import { isInstanceId, proposal, trialId } from '../swe-bench/identity';
import { reportedRun } from '../swe-bench/reported-run';
import { runFolderOf } from '../swe-bench/run-folders';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { settingsWithoutSecrets } from '../without-secrets';
import { configOf, modelOf } from './configuration';
import { readSteps } from './read-steps';

/** A SWE-agent trajectory, of 0.x and 1.x. Whether its patch solved the task is in a report, if anywhere. */
export const sweAgent = defineImporter({
  id: 'swe-agent',
  label: 'SWE-agent trajectory',

  async recognises(file) {
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return (
      root !== null &&
      Array.isArray(root.history) &&
      (Array.isArray(root.trajectory) || 'environment' in root || file.path.endsWith('.traj'))
    );
  },

  async *read(file, { tree }) {
    const root = asObject(await file.json()) ?? {};
    const steps = readSteps(root);
    if (steps.length === 0) {
      yield { kind: 'rejection', where: 'history', reason: 'it holds no messages and no turns' };
      return;
    }
    const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.traj(?:\.json)?$|\.json$/, '');
    const config = configOf(root);
    const common = {
      ...toTrial(root, config),
      trajectory: { format: 'SWE-agent', steps },
      retrieval: memoriesInPrompt(steps),
    };
    const folder = isInstanceId(stem) ? runFolderOf(file.path, stem, tree.name) : null;
    if (folder) {
      const own = { runId: folder.runId, model: folder.isSubmission ? null : modelOf(config) };
      const run = (await reportedRun(folder.runId, tree)) ?? own;
      const { attempt, ...condition } = proposal(run, 'run folder, and the model of the trajectory');
      yield {
        ...common,
        taskText: taskTextOf(steps.filter((step) => !step.copied)),
        source: 'swe-bench',
        externalId: trialId(run, stem),
        benchmark: folder.benchmark,
        task: stem,
        attempt,
        condition: { ...condition, settings: { agent: 'SWE-agent', ...condition.settings } },
      };
      return;
    }
    const taskText = taskTextOf(steps.filter((step) => !step.copied));
    yield {
      ...common,
      taskText,
      source: 'swe-agent',
      externalId: contentHash(root).slice(0, 32),
      benchmark: unnamedBenchmark,
      task: taskNameFor(taskText, stem),
      attempt: null,
      condition: {
        label: agentLabel('SWE-agent', modelOf(config)),
        basis: 'agent and model of the trajectory',
        settings: { agent: 'SWE-agent', model: modelOf(config) },
      },
    };
  },
});

type Common = Pick<
  TrialRecord,
  'kind' | 'reward' | 'exception' | 'finished' | 'inputTokens' | 'outputTokens' | 'costUsd' | 'details'
>;

function toTrial(root: JsonObject, config: JsonObject): Common {
  const info = asObject(root.info) ?? {};
  const stats = asObject(info.model_stats) ?? {};
  const status = asName(info.exit_status);
  const submitted = status?.startsWith('submitted') === true;
  return {
    kind: 'trial',
    reward: null,
    exception:
      status === null || status === 'submitted'
        ? null
        : { type: status, message: submitted ? 'submitted after it was stopped' : `ended with ${status}` },
    finished: status === null ? null : true,
    // Replays and models without usage report zeros.
    inputTokens: asAmount(stats.tokens_sent) || null,
    outputTokens: asAmount(stats.tokens_received) || null,
    costUsd: asAmount(stats.instance_cost) || null,
    details: {
      exitStatus: status,
      apiCalls: asNumber(stats.api_calls),
      agentVersion: asName(info.swe_agent_version),
      agentConfig: settingsWithoutSecrets(config.agent),
    },
  };
}
