import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '@/lib/core/random';

interface RealTrial {
  run: string;
  benchmark: string;
  jobConfig: Json;
  jobResult: Json;
  config: Json;
  result: Json;
  trajectory: Json & { steps: Json[] };
  reward: string;
}
type Json = Record<string, unknown>;

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Json;

/** The Harbor trials of the samples that have a trajectory, in name order; none when the samples are not there. */
function realTrials(samples: string): RealTrial[] {
  const outputs = path.join(samples, 'harbor/converted-paper-layout/outputs');
  if (!existsSync(outputs)) return [];
  return readdirSync(outputs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('agent/trajectory.json'))
    .sort()
    .map((file) => {
      const trial = path.join(outputs, path.dirname(path.dirname(file)));
      const job = path.dirname(trial);
      const [run, benchmark] = file.split(path.sep);
      const reward = path.join(trial, 'verifier/reward.txt');
      return {
        run: run!,
        benchmark: benchmark!,
        jobConfig: readJson(path.join(job, 'config.json')),
        jobResult: readJson(path.join(job, 'result.json')),
        config: readJson(path.join(trial, 'config.json')),
        result: readJson(path.join(trial, 'result.json')),
        trajectory: readJson(path.join(outputs, file)) as RealTrial['trajectory'],
        reward: existsSync(reward) ? readFileSync(reward, 'utf8') : '',
      };
    });
}

const uuid = (text: string): string => {
  const h = createHash('sha256').update(text).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

/**
 * Writes a Harbor tree of many trials, each made from a real one: its files, the system and task message, and a seeded
 * selection of its real steps with a mark in each message, so that no two trials are alike.
 *
 * @param keep  share of the agent's steps that a trial keeps, 0 to 1
 * @param first number of the first trial: trees that share no numbers share no trials
 * @returns files and bytes written; null when the samples are not there
 */
export function growRealTree(
  samples: string,
  folder: string,
  {
    trials,
    keep = 0.55,
    seed = 7,
    first = 0,
  }: { trials: number; keep?: number; seed?: number; first?: number },
): { files: number; bytes: number } | null {
  const real = realTrials(samples);
  if (real.length === 0) return null;
  const random = seededRandom(seed);
  let files = 0;
  let bytes = 0;
  const write = (file: string, content: Json | string, indent = 4) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, indent);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    files++;
    bytes += Buffer.byteLength(text);
  };
  for (let i = first; i < first + trials; i++) {
    const base = real[i % real.length]!;
    const copy = Math.floor(i / real.length);
    const name = `${String(base.result.task_name).slice(0, 32)}__${uuid(`name ${i}`).slice(0, 7)}`;
    const job = path.join(folder, 'outputs', `${base.run}_run${(copy % 3) + 1}`, base.benchmark, `${i}`);
    const jobId = uuid(`job ${i}`);
    const placed = { trial_name: name, trials_dir: job, job_id: jobId };
    const config = { ...base.config, ...placed };
    write(path.join(job, 'config.json'), { ...base.jobConfig, job_name: `${i}` });
    // The job's result lists its trial by name.
    const listed = JSON.stringify(base.jobResult).replaceAll(String(base.result.trial_name), name);
    write(path.join(job, 'result.json'), { ...(JSON.parse(listed) as Json), id: jobId });
    write(path.join(job, name, 'config.json'), config);
    write(path.join(job, name, 'result.json'), {
      ...base.result,
      id: uuid(`trial ${i}`),
      trial_name: name,
      config,
    });
    write(path.join(job, name, 'verifier/reward.txt'), base.reward);
    const steps = base.trajectory.steps
      .filter((_, at) => at < 2 || random() < keep)
      .map((step, at) => ({
        ...step,
        step_id: at + 1,
        message: at < 2 ? step.message : `${String(step.message)} [${i}.${at}]`,
      }));
    const trajectory = { ...base.trajectory, session_id: uuid(`session ${i}`), steps };
    write(path.join(job, name, 'agent/trajectory.json'), trajectory, 2);
  }
  return { files, bytes };
}
