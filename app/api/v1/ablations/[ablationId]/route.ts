import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { missingRules } from '@/lib/core/gains/missing';
import { jsonRoute } from '@/lib/http/json-route';
import { getAblation, getAblationTask, listAblationTasks } from '@/lib/queries/ablations';
import { getArmQuality } from '@/lib/queries/arm-quality';
import { getReplay } from '@/lib/queries/replay';

/** With `labels`: a source of labels, or this for the first that has any. */
const anySource = 'any';

const question = z.object({
  task: z.uuid().optional(),
  search: z.string().optional(),
  labels: z.string().optional(),
  k: z.coerce.number().int().min(1).max(1_000).optional(),
  /** Of gains: a condition by id or label, or `own-model`. */
  baseline: z.string().optional(),
  missing: z.enum(missingRules).optional(),
});

/**
 * The figures of every arm and the tasks; with `task`, what every arm retrieved for that one. With `labels`, also how well
 * the arms retrieve what these labels call relevant within the first `k`, and their gain as replayed from logged trials.
 */
export const GET = jsonRoute<{ ablationId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.ablationId);
    const ablation = await getAblation(db, id);
    if (!ablation) throw new AppError('not-found', 'There is no such ablation.');
    if (!query.task) {
      const tasks = await listAblationTasks(db, id, { search: query.search });
      if (query.labels === undefined) return { ablation, tasks };
      const source = query.labels === anySource ? undefined : query.labels;
      const [labelled, replay] = await Promise.all([
        getArmQuality(db, ablation, { source, k: query.k }),
        getReplay(db, ablation, query),
      ]);
      return { ablation, tasks, ...labelled, replay };
    }
    const task = await getAblationTask(db, id, query.task);
    if (!task) throw new AppError('not-found', 'That task was not part of this ablation.');
    return { ablation, task };
  },
});
