import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { createStudy } from '@/lib/mutations/studies';
import { listStudies } from '@/lib/queries/studies';

export const GET = jsonRoute({ run: async () => ({ studies: await listStudies(await getDb()) }) });

export const POST = jsonRoute({
  body: z.object({ name: z.string().trim().min(1).max(200), description: z.string().max(5000).default('') }),
  run: async ({ body }) => Response.json({ study: await createStudy(await getDb(), body) }, { status: 201 }),
});
