import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { listJobs } from '@/lib/queries/jobs';

const filter = z.object({ study: z.string().optional() });

export const GET = jsonRoute<Record<string, never>, z.ZodUndefined, typeof filter>({
  query: filter,
  run: async ({ query }) => ({
    jobs: await listJobs(await getDb(), query.study ? { studyId: query.study } : {}),
  }),
});
