import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { previewStored } from '@/lib/queries/surveys';

const given = z.object({ mapping: studyMapping });

export const POST = jsonRoute<{ studyId: string }, typeof given>({
  body: given,
  run: async ({ params, body }) => previewStored(await getDb(), params.studyId, body.mapping),
});
