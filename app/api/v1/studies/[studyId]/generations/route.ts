import { z } from 'zod';
import { getDb } from '@/db/client';
import { generationSpec } from '@/lib/core/memories/generation-spec';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startGeneration } from '@/lib/mutations/generations';
import { listGenerations } from '@/lib/queries/generations';

interface Params {
  studyId: string;
}

/** The name becomes the pool's; without one, a free one is chosen. */
const named = z.object({ name: z.string().trim().min(1).max(200).optional() });
const request = named.and(generationSpec);

export const GET = jsonRoute<Params>({
  run: async ({ params }) => ({ generations: await listGenerations(await getDb(), params.studyId) }),
});

export const POST = jsonRoute<Params, typeof request>({
  body: request,
  run: async ({ params, body: { name, ...spec } }) =>
    accepted(await startGeneration(await getDb(), { studyId: params.studyId, name, spec })),
});
