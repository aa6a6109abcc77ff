import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { findMapMatches } from '@/lib/queries/map-points';

const question = z.object({
  q: z
    .string()
    .max(1_000)
    .transform((text) => text.replaceAll('\0', '').trim())
    .pipe(z.string().min(1, 'needs a text to look for')),
});

/** Which points of a map belong to memories whose title, description or content holds a text. */
export const GET = jsonRoute<{ projectionId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query: { q } }) => ({
    rows: await findMapMatches(await getDb(), z.uuid().parse(params.projectionId), q),
  }),
});
