import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { getJob } from '@/lib/queries/jobs';
import { getSurvey, listKinds } from '@/lib/queries/surveys';

export const GET = jsonRoute<{ jobId: string }>({
  run: async ({ params }) => {
    const db = await getDb();
    const job = await getJob(db, z.uuid().parse(params.jobId));
    const found = job?.studyId ? await getSurvey(db, job.studyId, job.id) : null;
    if (!found?.job.studyId) throw new AppError('not-found', 'There is no such survey.');
    return { ...found, kinds: found.survey ? await listKinds(db, found.job.studyId, found.survey) : [] };
  },
});
