import { hashSeed, type Random, seededRandom } from '@/lib/core/random';
import { memoryTypes } from '@/lib/core/vocabulary';
import type {
  ConditionProposal,
  LoggedRetrieval,
  MemoryRecord,
  TaskRecord,
  TrialRecord,
} from '@/lib/importers/importer';
import { drawOutcomes, type Outcome, type SampleCondition } from './outcomes';
import { sampleMemories, samplePool } from './sample-memories';
import { sampleRetrieval } from './sample-retrieval';
import { sampleTasks } from './sample-tasks';
import { type Ending, sampleTrajectory } from './sample-trajectory';

export interface SampleStudy {
  name: string;
  description: string;
  baselineLabel: string;
  tasks: TaskRecord[];
  /** Without vectors: whoever stores them embeds their key texts. */
  memories: MemoryRecord[];
  trials: TrialRecord[];
}

const firstTrialAtMs = Date.UTC(2026, 0, 5, 8);
const betweenTrialsMs = 97_000;
/** A few environments never come up, which leaves trials without a verdict. */
const notStartedRate = 0.004;
const timeoutRateOfFailures = 0.05;

const exceptions: Record<Exclude<Ending, 'finished'>, { type: string; message: string }> = {
  timeout: { type: 'AgentTimeoutError', message: 'The agent used up its time (synthetic).' },
  'not-started': { type: 'EnvironmentStartError', message: 'The environment did not come up (synthetic).' },
};

function toCondition(condition: SampleCondition): ConditionProposal {
  const shared = { agent: 'synthetic-agent', model: 'synthetic-model', dataset: 'synthetic' };
  return {
    label: condition,
    basis: 'made by the sample generator',
    settings:
      condition === 'zero-shot'
        ? { ...shared, memoryType: 'none' }
        : {
            ...shared,
            memoryType: condition,
            scope: 'cross-domain',
            method: 'cosine',
            topN: 3,
            pool: samplePool,
          },
  };
}

function drawEnding(passed: boolean, random: Random): Ending {
  if (random() < notStartedRate) return 'not-started';
  return !passed && random() < timeoutRateOfFailures ? 'timeout' : 'finished';
}

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

function toTrial(
  outcome: Outcome,
  retrieval: LoggedRetrieval | null,
  startedAtMs: number,
  random: Random,
): TrialRecord {
  const { task, condition, attempt, passed } = outcome;
  const ending = drawEnding(passed, random);
  const steps = sampleTrajectory(task, { passed, ending }, retrieval, startedAtMs, random);
  const lastAt = steps.at(-1)?.timestamp;
  return {
    kind: 'trial',
    source: 'carryover-sample',
    externalId: `${condition}/${task.benchmark.name}/${task.id}/${attempt}`,
    benchmark: task.benchmark.name,
    task: task.id,
    taskText: task.text,
    attempt,
    condition: toCondition(condition),
    reward: ending === 'not-started' ? null : Number(passed),
    exception: ending === 'finished' ? null : exceptions[ending],
    finished: ending === 'finished',
    inputTokens: sum(steps.map((step) => step.promptTokens)),
    outputTokens: sum(steps.map((step) => step.completionTokens)),
    cachedTokens: sum(steps.map((step) => step.cachedTokens)),
    costUsd: sum(steps.map((step) => step.costUsd)),
    startedAt: new Date(startedAtMs).toISOString(),
    durationMs: lastAt ? Date.parse(lastAt) - startedAtMs : 0,
    trajectory: { format: 'synthetic', steps },
    retrieval,
    details: { synthetic: true },
  };
}

/**
 * A synthetic study of six invented benchmarks under five conditions: something to look at before there are real
 * logs, and a known truth (`builtInEffects`) for the measurements to find. 112 tasks, 240 memories, 1,680 trials.
 *
 * @param options.seed the same seed gives the same study, byte for byte, on every machine
 */
export function generateSampleStudy({ seed = 7 }: { seed?: number } = {}): SampleStudy {
  const memories = sampleMemories();
  const searches = new Map<SampleCondition, ReturnType<typeof sampleRetrieval>>(
    memoryTypes.map((type) => [type, sampleRetrieval(memories.filter((memory) => memory.type === type))]),
  );
  // Verdicts and texts draw from generators of their own, so that editing a text leaves every verdict as it was.
  const outcomes = drawOutcomes(seededRandom(hashSeed(`outcomes ${seed}`)));
  const random = seededRandom(hashSeed(`texts ${seed}`));
  const retrievals = new Map<string, LoggedRetrieval>();

  const trials = outcomes.map((outcome, i) => {
    const { task, condition } = outcome;
    const search = searches.get(condition);
    const key = `${condition}/${task.benchmark.name}/${task.id}`;
    // All attempts at a task ask the same question and get the same answer.
    if (search && !retrievals.has(key)) retrievals.set(key, search(task.text, task.benchmark.name, random));
    return toTrial(outcome, retrievals.get(key) ?? null, firstTrialAtMs + i * betweenTrialsMs, random);
  });

  return {
    name: 'Sample study (synthetic)',
    description:
      'Invented benchmarks, tasks, memories and trials with a known effect built in. Nothing here was measured on a real agent.',
    baselineLabel: 'zero-shot',
    tasks: sampleTasks.map(({ benchmark, id, text }) => ({
      kind: 'task',
      benchmark: benchmark.name,
      task: id,
      text,
    })),
    memories,
    trials,
  };
}
