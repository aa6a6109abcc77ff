import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { ablation } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { type KeyText, keyTexts } from '@/lib/core/retrieval/key-text';
import { asksModel, queryKinds } from '@/lib/core/retrieval/setting';
import { twinChanges } from '@/lib/core/retrieval/suspect-twins';
import { isLlmError, type LlmError } from '@/lib/llm';
import { askOptions } from '@/lib/mutations/ask-options';
import { armsOf, countArms, rankingsOf, type StoredArm } from '../ablation/arms';
import { listStudyTasks, type StudyTask } from '../ablation/asked-tasks';
import { type ModelAtWork, modelAtWork } from '../ablation/model-at-work';
import {
  comparesVectors,
  type PoolsUnderArms,
  poolsUnderArms,
  type StoredAblation,
} from '../ablation/pool-under-arms';
import { queriesOf } from '../ablation/queries';
import { runModelArms } from '../ablation/run-model-arms';
import { runSearchArms } from '../ablation/run-search-arms';
import { defineJob, type JobRun } from '../job';

/**
 * Runs the arms of an ablation that have not run over every task of the study, and keeps what each would have retrieved.
 * Arms that ask a language model come last: what stops them stops none of the others.
 */
export const runAblationGrid = defineJob({
  name: 'run-ablation-grid',
  label: 'Retrieval ablation',
  input: z.object({ ablationId: z.uuid() }),
  async run(run) {
    const { db, input, report } = run;
    const record = (await db.select().from(ablation).where(eq(ablation.id, input.ablationId)))[0];
    if (!record) throw new AppError('not-found', 'This ablation was deleted.');
    const tasks = await listStudyTasks(db, record.studyId);
    const pools = await poolsUnderArms(run, record, tasks);
    const ground: Ground = { run, record, tasks, pools, progress: await startProgress(run, record.id) };
    await runPlainArms(ground);
    const stopped = await runAskingArms(ground);
    const { model, memoryCount, withoutVectors } = pools;
    if (withoutVectors) throw withoutVectors;
    const arms = await armsOf(db, record.id);
    const left = arms.filter((arm) => arm.waiting).length;
    if (stopped) {
      report(1, `${left} of ${arms.length} arms left: ${stopped.message}`);
      return { ablationId: record.id, arms: arms.length, left, stopped: stopped.reason };
    }
    report(0.95, 'Comparing the arms');
    const taskIds = tasks.map(({ id }) => id);
    const rankings = await rankingsOf(db, record.id, taskIds, arms.length);
    const agreement = await compute('agreement', rankings, { signal: run.signal });
    const twins = twinChanges(
      arms.map(({ setting }) => setting),
      rankings,
    );
    const summary = { model, memoryCount, taskCount: tasks.length, agreement, twins };
    await db.update(ablation).set({ summary }).where(eq(ablation.id, record.id));
    report(1, 'Done');
    return { ablationId: record.id, arms: arms.length, tasks: tasks.length };
  },
});

interface Ground {
  run: JobRun<unknown>;
  record: StoredAblation;
  tasks: readonly StudyTask[];
  pools: PoolsUnderArms;
  progress: Progress;
}

interface Progress {
  /** Says how many arms are done. */
  onStored: () => Promise<void>;
  /** Says what is done within an arm, the number of arms done being what it is. */
  within: (message?: string) => void;
}

async function startProgress({ db, report }: JobRun<unknown>, ablationId: string): Promise<Progress> {
  let share = 0.5;
  const onStored = async () => {
    const { arms, done } = await countArms(db, ablationId);
    share = 0.5 + 0.45 * (done / arms);
    report(share, `${done} of ${arms} arms`);
  };
  return { onStored, within: (message) => report(share, message) };
}

/** Arms of one searched text that wait; those that compare vectors only where there are some. */
async function waitingArms({ run, record, pools }: Ground, keyText: KeyText, asking: boolean) {
  return (await armsOf(run.db, record.id)).filter(
    (arm) =>
      arm.waiting &&
      arm.setting.keyText === keyText &&
      asksModel(arm.setting) === asking &&
      !(pools.withoutVectors && comparesVectors(arm)),
  );
}

const embeddingModel = ({ pools: { model } }: Ground, arms: readonly StoredArm[]) =>
  arms.some(comparesVectors) ? model : null;

async function runPlainArms(ground: Ground): Promise<void> {
  const { run, record, tasks, pools, progress } = ground;
  const all = await armsOf(run.db, record.id);
  for (const keyText of keyTexts.filter((one) => all.some(({ setting }) => setting.keyText === one))) {
    // First of all, since arms of other vectors then wait again.
    const pool = await pools.open(keyText);
    const arms = await waitingArms(ground, keyText, false);
    if (arms.length === 0) continue;
    const given = { embeddingModel: embeddingModel(ground, arms), atWork: null };
    const asked = await queriesOf(run, tasks, 'task', given);
    await progress.onStored();
    const over = { ablationId: record.id, pool, tasks: asked.tasks };
    await runSearchArms(run, arms, over, progress.onStored);
  }
}

/** @returns what stopped it at the budget; null when nothing did */
async function runAskingArms(ground: Ground): Promise<LlmError | null> {
  const { run, record, tasks, pools, progress } = ground;
  const told = { ...run, report: (_: number | null, message?: string) => progress.within(message) };
  let atWork: ModelAtWork | null = null;
  try {
    for (const keyText of keyTexts) {
      const arms = await waitingArms(ground, keyText, true);
      if (arms.length === 0) continue;
      if (!record.spec.llm)
        throw new AppError('invalid-input', 'No language model was named for the arms that ask one.');
      // One budget and one patience for all of them.
      const { llm } = record.spec;
      atWork ??= modelAtWork(llm, askOptions(run.db, llm, { signal: run.signal }));
      const pool = await pools.open(keyText);
      for (const kind of queryKinds) {
        const some = arms.filter(({ setting }) => setting.query === kind);
        if (some.length === 0) continue;
        const given = { embeddingModel: embeddingModel(ground, some), atWork };
        const queries = await queriesOf(told, tasks, kind, given);
        const over = { ablationId: record.id, pool, tasks, queries, atWork };
        await runModelArms(told, some, over, progress.onStored);
      }
    }
    return null;
  } catch (error) {
    run.signal.throwIfAborted();
    if (!isLlmError(error) || error.reason !== 'budget') throw error;
    return error;
  }
}
