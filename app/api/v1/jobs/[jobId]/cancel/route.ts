import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { cancelJob } from '@/lib/mutations/jobs';
import { getJob } from '@/lib/queries/jobs';

export const POST = jsonRoute<{ jobId: string }>({
  run: async ({ params }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.jobId);
    if (!(await getJob(db, id))) throw new AppError('not-found', 'There is no such job.');
    await cancelJob(db, id);
    return { job: await getJob(db, id) };
  },
});
