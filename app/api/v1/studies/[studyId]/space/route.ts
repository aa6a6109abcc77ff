import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getSpace } from '@/lib/queries/space';

const question = z.object({ model: z.string().optional(), projection: z.uuid().optional() });

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query: { model, projection } }) =>
    getSpace(await getDb(), params.studyId, { model, projectionId: projection }),
});
