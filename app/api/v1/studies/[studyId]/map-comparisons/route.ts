import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { compareMaps } from '@/lib/jobs/handlers/compare-maps';
import { startJob } from '@/lib/mutations/jobs';

const request = compareMaps.input.omit({ studyId: true });

/** Starts a comparison of two maps; the job's result names it. */
export const POST = jsonRoute<{ studyId: string }, typeof request>({
  body: request,
  run: async ({ params: { studyId }, body }) =>
    accepted({ job: await startJob(await getDb(), 'compare-maps', { ...body, studyId }, studyId) }),
});
