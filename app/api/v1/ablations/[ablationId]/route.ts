import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { getAblation, getAblationTask, listAblationTasks } from '@/lib/queries/ablations';

const question = z.object({ task: z.uuid().optional(), search: z.string().optional() });

/** The figures of every arm and the tasks; with `task`, what every arm retrieved for that one. */
export const GET = jsonRoute<{ ablationId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.ablationId);
    const ablation = await getAblation(db, id);
    if (!ablation) throw new AppError('not-found', 'There is no such ablation.');
    if (!query.task) return { ablation, tasks: await listAblationTasks(db, id, { search: query.search }) };
    const task = await getAblationTask(db, id, query.task);
    if (!task) throw new AppError('not-found', 'That task was not part of this ablation.');
    return { ablation, task };
  },
});
