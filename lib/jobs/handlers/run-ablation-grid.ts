import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { ablation } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { asksModel, queryKinds } from '@/lib/core/retrieval/setting';
import { twinChanges } from '@/lib/core/retrieval/suspect-twins';
import { isLlmError, type LlmError } from '@/lib/llm';
import { armsOf, rankingsOf, type StoredArm } from '../ablation/arms';
import { listStudyTasks } from '../ablation/asked-tasks';
import { modelAtWork } from '../ablation/model-at-work';
import { comparesVectors, poolUnderArms } from '../ablation/pool-under-arms';
import { queriesOf } from '../ablation/queries';
import { runModelArms } from '../ablation/run-model-arms';
import { runSearchArms } from '../ablation/run-search-arms';
import { defineJob } from '../job';

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
    const { pool, model, withoutVectors } = await poolUnderArms(run, record, tasks);

    const arms = await armsOf(db, record.id);
    const runnable = arms.filter((arm) => arm.waiting && !(withoutVectors && comparesVectors(arm)));
    let done = arms.filter((arm) => !arm.waiting).length;
    const share = () => 0.5 + 0.45 * (done / arms.length);
    const tell = () => report(share(), `${done} of ${arms.length} arms`);
    const onStored = () => {
      done++;
      tell();
    };
    const ground = { ablationId: record.id, pool };
    const embeddingModel = (some: readonly StoredArm[]) => (some.some(comparesVectors) ? model : null);

    const plain = runnable.filter(({ setting }) => !asksModel(setting));
    if (plain.length > 0) {
      const asked = await queriesOf(run, tasks, 'task', {
        embeddingModel: embeddingModel(plain),
        atWork: null,
      });
      tell();
      await runSearchArms(run, plain, { ...ground, tasks: asked.tasks }, onStored);
    }

    let stopped: LlmError | null = null;
    const asking = runnable.filter(({ setting }) => asksModel(setting));
    if (asking.length > 0) {
      const use = record.spec.llm;
      if (!use) throw new AppError('invalid-input', 'No language model was named for the arms that ask one.');
      const atWork = modelAtWork(db, use, run.signal);
      const told = { ...run, report: (_: number | null, message?: string) => report(share(), message) };
      try {
        for (const kind of queryKinds) {
          const some = asking.filter(({ setting }) => setting.query === kind);
          if (some.length === 0) continue;
          const queries = await queriesOf(told, tasks, kind, {
            embeddingModel: embeddingModel(some),
            atWork,
          });
          await runModelArms(told, some, { ...ground, tasks, queries, atWork }, onStored);
        }
      } catch (error) {
        run.signal.throwIfAborted();
        if (!isLlmError(error) || error.reason !== 'budget') throw error;
        stopped = error;
      }
    }
    if (withoutVectors) throw withoutVectors;
    const left = arms.length - done;
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
    const summary = { model, memoryCount: pool.ids.length, taskCount: tasks.length, agreement, twins };
    await db.update(ablation).set({ summary }).where(eq(ablation.id, record.id));
    report(1, 'Done');
    return { ablationId: record.id, arms: arms.length, tasks: tasks.length };
  },
});
