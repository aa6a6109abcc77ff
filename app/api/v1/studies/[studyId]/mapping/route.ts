import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { startMapping } from '@/lib/mutations/start-work';
import { requireMappings } from '@/lib/queries/surveys';

interface Params {
  studyId: string;
}

export const GET = jsonRoute<Params>({
  run: async ({ params }) => requireMappings(await getDb(), params.studyId),
});

/** Another mapping, or the one before the last change. */
const given = z.union([z.object({ mapping: studyMapping }), z.object({ undo: z.literal(true) })]);

export const PUT = jsonRoute<Params, typeof given>({
  body: given,
  run: async ({ params, body }) => {
    const db = await getDb();
    const mapping = 'undo' in body ? (await requireMappings(db, params.studyId)).previous : body.mapping;
    if (!mapping) throw new AppError('conflict', 'The mapping was never changed.');
    return accepted({ job: await startMapping(db, params.studyId, mapping) });
  },
});
