import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { givenSources } from '@/lib/jobs/import/given-sources';
import { startSurvey } from '@/lib/mutations/start-work';

export const POST = jsonRoute<{ studyId: string }, typeof givenSources>({
  body: givenSources,
  run: async ({ params, body }) =>
    accepted({ job: await startSurvey(await getDb(), { studyId: params.studyId, ...body }) }),
});
