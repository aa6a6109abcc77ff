import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { previewSurvey } from '@/lib/queries/surveys';

const given = z.object({ mapping: studyMapping });

export const POST = jsonRoute<{ jobId: string }, typeof given>({
  body: given,
  run: async ({ params, body }) => previewSurvey(await getDb(), params.jobId, body.mapping),
});
