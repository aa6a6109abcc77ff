import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getTrialSteps } from '@/lib/queries/trials';

const range = z.object({
  from: z.coerce.number().int().min(0).default(0),
  count: z.coerce.number().int().min(1).max(500).default(50),
  subagent: z.coerce.number().int().min(0).optional(),
});

export const GET = jsonRoute<{ trialId: string }, z.ZodUndefined, typeof range>({
  query: range,
  run: async ({ params, query }) => getTrialSteps(await getDb(), z.uuid().parse(params.trialId), query),
});
