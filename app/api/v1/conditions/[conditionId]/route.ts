import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { updateCondition } from '@/lib/mutations/conditions';

const change = z.object({
  label: z.string().trim().min(1).max(200).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  baseline: z.boolean().optional(),
});

export const PATCH = jsonRoute<{ conditionId: string }, typeof change>({
  body: change,
  run: async ({ params, body }) => ({
    condition: await updateCondition(await getDb(), z.uuid().parse(params.conditionId), body),
  }),
});
