import { z } from 'zod';
import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { gridSchema } from '@/lib/jobs/handlers/run-ablation-grid';
import { startAblation } from '@/lib/mutations/start-work';
import { listAblations } from '@/lib/queries/ablations';

interface Params {
  studyId: string;
}

const request = gridSchema.extend({ name: z.string().trim().min(1).max(200).default('Retrieval ablation') });

export const GET = jsonRoute<Params>({
  run: async ({ params }) => ({ ablations: await listAblations(await getDb(), params.studyId) }),
});

export const POST = jsonRoute<Params, typeof request>({
  body: request,
  run: async ({ params, body: { name, ...spec } }) =>
    accepted(await startAblation(await getDb(), { studyId: params.studyId, name, spec })),
});
