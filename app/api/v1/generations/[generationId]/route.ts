import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { getGeneration, listGenerationItems } from '@/lib/queries/generations';

const question = z.object({
  state: z.enum(['waiting', 'done', 'failed', 'skipped']).optional(),
  page: z.coerce.number().int().min(1).optional(),
});

/** A generation with its figures and its items, page by page. */
export const GET = jsonRoute<{ generationId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.generationId);
    const generation = await getGeneration(db, id);
    if (!generation) throw new AppError('not-found', 'There is no such generation.');
    return { generation, items: await listGenerationItems(db, id, query) };
  },
});
