import { z } from 'zod';
import { getDb } from '@/db/client';
import { defaultModel } from '@/lib/embedders';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startJob } from '@/lib/mutations/jobs';

const request = z.object({ model: z.string().min(1).default(defaultModel) });

export const POST = jsonRoute<{ studyId: string }, typeof request>({
  body: request,
  run: async ({ params, body }) =>
    accepted({
      job: await startJob(
        await getDb(),
        'embed-memories',
        { studyId: params.studyId, model: body.model },
        params.studyId,
      ),
    }),
});
