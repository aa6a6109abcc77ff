import { compute } from '@/lib/compute/pool';
import { inParallel } from '@/lib/core/in-parallel';
import type { ArmTaskResult, FinishedArm } from '@/lib/core/retrieval/ablation';
import { type Asked, addAsked } from '@/lib/core/retrieval/asked';
import { controlledPool, derangement } from '@/lib/core/retrieval/control';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { promptMemory } from '@/lib/core/retrieval/prompt-block';
import type { RankedHit } from '@/lib/core/retrieval/retrieve';
import { type RetrievalSetting, reranks } from '@/lib/core/retrieval/setting';
import { refine } from '@/lib/llm/retrieval/refine';
import { writeArm } from '@/lib/mutations/write-arm';
import type { JobRun } from '../job';
import type { StoredArm } from './arms';
import { type StudyTask, saidBy } from './asked-tasks';
import { type ModelAtWork, reasonWithoutAnswer } from './model-at-work';
import type { Queries } from './queries';

export interface ModelGround {
  ablationId: string;
  pool: PoolMatrix;
  tasks: readonly StudyTask[];
  /** What these arms search for. */
  queries: Queries;
  atWork: ModelAtWork;
}

/**
 * Runs arms that ask a language model, one after another: each searches, has what it found refined task by task, and is
 * stored when it is done. A task without a usable answer keeps the reason in place of its memories.
 *
 * @param arms  all of one kind of query
 * @throws LlmError when the model cannot be asked at all; arms before it are stored, and answers are kept
 */
export async function runModelArms(
  run: Pick<JobRun<unknown>, 'db' | 'signal' | 'report'>,
  arms: readonly StoredArm[],
  ground: ModelGround,
  onStored: () => Promise<void>,
): Promise<void> {
  const { ablationId, pool, tasks, queries } = ground;
  for (const [place, searched] of (await searchFirst(run, arms, ground)).entries()) {
    const { arm, setting } = arms[place]!;
    const results = await refineAll(run, searched, { ...ground, setting, arm });
    const summary = await compute(
      'arm-summary',
      { pool, arm: setting, benchmarks: tasks.map(({ benchmark }) => benchmark), results },
      { signal: run.signal },
    );
    const taskIds = queries.tasks.map(({ id }) => id);
    await writeArm(run.db, {
      ablationId,
      arm,
      report: { tasks: results, summary },
      taskIds,
      memoryIds: pool.ids,
    });
    await onStored();
  }
}

/** What the arms find by searching alone: enough of it to choose from where a model is to rank it anew. */
async function searchFirst(
  { signal }: Pick<JobRun<unknown>, 'signal'>,
  arms: readonly StoredArm[],
  { pool, queries }: ModelGround,
): Promise<ArmTaskResult[][]> {
  const settings = arms.map(({ setting }) => ({
    ...setting,
    topN: reranks(setting) ? Math.max(setting.candidates, setting.topN) : setting.topN,
  }));
  const found: FinishedArm[] = [];
  await compute(
    'ablation',
    { pool, arms: settings, tasks: queries.tasks },
    { signal, onPart: (part) => found.push(part) },
  );
  return found.sort((a, b) => a.arm - b.arm).map(({ report }) => report.tasks);
}

async function refineAll(
  { signal, report }: Pick<JobRun<unknown>, 'signal' | 'report'>,
  searched: readonly ArmTaskResult[],
  { pool, tasks, queries, atWork, setting, arm }: ModelGround & { setting: RetrievalSetting; arm: number },
): Promise<ArmTaskResult[]> {
  const texts = controlledPool(pool, setting);
  // Who asks another's question is also refined for that question.
  const asker =
    setting.control === 'shuffled-queries' ? derangement(tasks.length, setting.seed) : tasks.keys();
  const from = [...asker];
  const results = [...searched];
  let done = 0;
  await inParallel(searched.keys(), atWork.use.concurrency, async (t) => {
    const one = searched[t]!;
    const askedBefore = queries.asked[from[t]!]!;
    const missing = queries.missing.get(from[t]!);
    if (missing !== undefined) results[t] = without(one, missing, askedBefore);
    else if (one.reason === null) {
      const started = performance.now();
      try {
        const findings = {
          task: saidBy(tasks[from[t]!]!),
          hits: one.hits,
          memoryOf: ({ memoryIndex }: RankedHit) => promptMemory(texts, memoryIndex),
        };
        const { hits, asked } = await refine(setting, findings, atWork.use, atWork.options);
        results[t] = {
          ...one,
          hits,
          durationMs: one.durationMs + performance.now() - started,
          asked: addAsked(askedBefore, asked),
          ...(reranks(setting) && {
            candidates: one.hits.map(({ memoryIndex, score }) => ({ memoryIndex, score })),
          }),
        };
      } catch (error) {
        results[t] = without(one, reasonWithoutAnswer(error, atWork, signal), askedBefore);
      }
    }
    report(null, `Arm ${arm + 1}: ${++done} of ${searched.length} tasks`);
  });
  return results;
}

const without = (result: ArmTaskResult, reason: string, asked: Asked): ArmTaskResult => ({
  ...result,
  hits: [],
  reason,
  asked,
});
