import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { getJob } from '@/lib/queries/jobs';

export const GET = jsonRoute<{ jobId: string }>({
  run: async ({ params }) => {
    const job = await getJob(await getDb(), z.uuid().parse(params.jobId));
    if (!job) throw new AppError('not-found', 'There is no such job.');
    return { job };
  },
});
