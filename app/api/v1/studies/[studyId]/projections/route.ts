import { z } from 'zod';
import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { projectMemories } from '@/lib/jobs/handlers/project-memories';
import { startJob } from '@/lib/mutations/jobs';
import { pickSpaceModel } from '@/lib/queries/pick-model';

const request = projectMemories.input
  .omit({ studyId: true })
  .extend({ model: z.string().nullable().default(null) });

export const POST = jsonRoute<{ studyId: string }, typeof request>({
  body: request,
  run: async ({ params, body }) => {
    const db = await getDb();
    const model = body.model ?? (await pickSpaceModel(db, params.studyId));
    const input = { ...body, model, studyId: params.studyId };
    return accepted({ job: await startJob(db, 'project-memories', input, params.studyId) });
  },
});
