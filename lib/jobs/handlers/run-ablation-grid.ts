import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { ablation, ablationResult, benchmark, task } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { methodIds, retrievalMethods } from '@/lib/core/retrieval';
import { memoryTypes, scopes } from '@/lib/core/vocabulary';
import { embedMissingMemories, embedQueries } from '@/lib/mutations/embed';
import { loadPool } from '@/lib/queries/load-pool';
import { pickQueryModel } from '@/lib/queries/pick-model';
import { defineJob } from '../job';

/** Rows of results per transaction. */
const batchRows = 200;

export const armSchema = z.object({
  method: z.enum(methodIds),
  scope: z.enum(scopes),
  memoryTypes: z.array(z.enum(memoryTypes)).min(1).nullable().default(null),
  topN: z.int().min(1).max(100),
  seed: z.int().default(7),
});

export const gridSchema = z.object({
  arms: z.array(armSchema).min(1).max(200),
  /** Embedding model of the arms that compare vectors; null picks one whose queries can be embedded here. */
  model: z.string().nullable().default(null),
});

/** Runs a grid of retrieval settings over every task of the study and keeps what each would have retrieved. */
export const runAblationGrid = defineJob({
  name: 'run-ablation-grid',
  label: 'Retrieval ablation',
  input: z.object({ ablationId: z.uuid() }),
  async run({ db, input, signal, report }) {
    const found = await db.select().from(ablation).where(eq(ablation.id, input.ablationId));
    const record = found[0];
    if (!record) throw new AppError('not-found', 'This ablation was deleted.');
    const { studyId } = record;
    const grid = gridSchema.parse(record.spec);
    const tasks = await db
      .select({ id: task.id, externalId: task.externalId, text: task.text, benchmark: benchmark.name })
      .from(task)
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(task.studyId, studyId))
      .orderBy(asc(benchmark.name), asc(task.externalId));
    if (tasks.length === 0) {
      throw new AppError('not-estimable', 'The study has no tasks to retrieve for.', {
        hint: 'Import run logs first.',
      });
    }
    const queryTexts = tasks.map((t) => t.text || t.externalId);

    const needsVectors = grid.arms.some((arm) => retrievalMethods[arm.method].needsEmbeddings);
    const model = needsVectors ? (grid.model ?? (await pickQueryModel(db, studyId))) : null;
    let queryVectors: Float32Array[] | null = null;
    if (model) {
      await embedMissingMemories(db, studyId, model, { signal, report: (f, m) => report(f * 0.5, m) });
      queryVectors = await embedQueries(db, model, queryTexts, {
        signal,
        report: (f, m) => report(0.5 + f * 0.3, m),
      });
    }
    const pool = await loadPool(db, studyId, { model });
    if (pool.ids.length === 0) {
      throw new AppError('not-estimable', 'The study has no memories to retrieve.', {
        hint: 'Import a memory pool first.',
      });
    }
    report(0.8, 'Retrieving');
    const result = await compute(
      'ablation',
      {
        pool,
        arms: grid.arms,
        tasks: tasks.map((t, i) => ({
          id: t.id,
          benchmark: t.benchmark,
          externalId: t.externalId,
          queryText: queryTexts[i]!,
          queryVector: queryVectors?.[i] ?? null,
        })),
      },
      { signal, onProgress: (f) => report(0.8 + f * 0.1, 'Retrieving') },
    );

    const rows = result.arms.flatMap((arm, a) =>
      arm.tasks.map((t, i) => ({
        ablationId: record.id,
        arm: a,
        taskId: tasks[i]!.id,
        queryText: queryTexts[i]!,
        durationMs: t.durationMs,
        reason: t.reason,
        hits: t.hits.map((h) => ({ memoryId: pool.ids[h.memoryIndex]!, score: h.score, leakage: h.leakage })),
      })),
    );
    await db.delete(ablationResult).where(eq(ablationResult.ablationId, record.id));
    for (let start = 0; start < rows.length; start += batchRows) {
      signal.throwIfAborted();
      report(0.9 + (start / rows.length) * 0.1, 'Storing results');
      await db.insert(ablationResult).values(rows.slice(start, start + batchRows));
    }
    await db
      .update(ablation)
      .set({
        summary: {
          model,
          memoryCount: pool.ids.length,
          taskCount: tasks.length,
          agreement: result.agreement,
          arms: result.arms.map((arm) => arm.summary),
        },
      })
      .where(eq(ablation.id, record.id));
    report(1, 'Done');
    return { ablationId: record.id, arms: grid.arms.length, tasks: tasks.length };
  },
});
