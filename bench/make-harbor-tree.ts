import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Step } from '@/lib/core/vocabulary';
import { generateSampleStudy } from '@/lib/sample-study/generate-sample-study';

const uuid = (text: string): string => {
  const h = createHash('sha256').update(text).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

const atifStep = (step: Step, i: number) => ({
  step_id: i + 1,
  source: step.source,
  message: step.message,
  ...(step.source === 'agent'
    ? {
        reasoning_content: step.reasoning ?? '',
        tool_calls: step.toolCalls.map((c, j) => ({
          tool_call_id: `call_${i + 1}_${j + 1}`,
          function_name: 'bash_command',
          arguments: { command: c.input },
        })),
        observation: { results: step.observations.map((o) => ({ content: o.content })) },
        metrics: { prompt_tokens: step.promptTokens ?? 0, completion_tokens: step.completionTokens ?? 0 },
      }
    : {}),
});

/**
 * Writes a Harbor job tree of `trialCount` trials in the layout of one job per task, made from the sample study's seeded
 * trials; trajectories are repeated to the length of a real run.
 *
 * @param repeatSteps how often the agent's steps are repeated in each trajectory
 * @returns files and bytes written
 */
export function makeHarborTree(
  folder: string,
  trialCount: number,
  repeatSteps: number,
): { files: number; bytes: number } {
  const { trials } = generateSampleStudy({ seed: 7 });
  let files = 0;
  let bytes = 0;
  const write = (file: string, content: unknown) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    files++;
    bytes += Buffer.byteLength(text);
  };
  for (let i = 0; i < trialCount; i++) {
    const trial = trials[i % trials.length]!;
    const copy = Math.floor(i / trials.length);
    const runId = `${trial.condition.label}_run${(trial.attempt ?? 1) + copy * 3}`;
    const name = `${trial.task.slice(0, 32)}__${createHash('sha256').update(`${i}`).digest('hex').slice(0, 7)}`;
    const job = path.join(folder, 'outputs', runId, trial.benchmark, `${i}`);
    const jobId = uuid(`job ${i}`);
    const agent = {
      name: null,
      import_path: 'agents.mini:Mini',
      model_name: 'synthetic/model',
      kwargs: { step_limit: 50 },
    };
    const config = {
      task: { path: `datasets/${trial.benchmark}/${trial.task}` },
      trial_name: name,
      trials_dir: job,
      agent,
      job_id: jobId,
    };
    write(path.join(job, 'config.json'), {
      job_name: `${i}`,
      jobs_dir: path.dirname(job),
      n_attempts: 1,
      agents: [agent],
      datasets: [],
    });
    write(path.join(job, 'result.json'), {
      id: jobId,
      started_at: '2026-01-01T00:00:00.000000',
      finished_at: '2026-01-01T00:10:00.000000',
      n_total_trials: 1,
      stats: { n_trials: 1, n_errors: 0, evals: {} },
    });
    write(path.join(job, name, 'config.json'), config);
    write(path.join(job, name, 'result.json'), {
      id: uuid(`trial ${i}`),
      task_name: trial.task,
      trial_name: name,
      trial_uri: `file:///runs/${name}`,
      task_id: { path: `datasets/${trial.benchmark}/${trial.task}` },
      source: trial.benchmark,
      task_checksum: createHash('sha256').update(trial.task).digest('hex'),
      config,
      agent_info: { name: 'mini', version: '1', model_info: { name: 'model', provider: 'synthetic' } },
      agent_result: { n_input_tokens: 1000, n_cache_tokens: 0, n_output_tokens: 100, cost_usd: 0.01 },
      verifier_result: trial.reward === null ? null : { rewards: { reward: trial.reward } },
      exception_info: null,
      started_at: '2026-01-01T00:00:00.000000',
      finished_at: '2026-01-01T00:09:00.000000',
    });
    write(path.join(job, name, 'verifier/reward.txt'), String(trial.reward ?? ''));
    const steps = trial.trajectory?.steps ?? [];
    const agentSteps = steps.filter((s) => s.source === 'agent');
    const all = [...steps, ...Array.from({ length: repeatSteps }, () => agentSteps).flat()];
    write(path.join(job, name, 'agent/trajectory.json'), {
      schema_version: 'ATIF-v1.2',
      session_id: uuid(`session ${i}`),
      agent: { name: 'mini', version: '1', model_name: 'synthetic/model' },
      steps: all.map(atifStep),
      final_metrics: { total_prompt_tokens: 1000, total_completion_tokens: 100, total_cost_usd: 0.01 },
    });
  }
  return { files, bytes };
}
