import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { judgeClaims } from '@/lib/mutations/claims';
import { updateCondition } from '@/lib/mutations/conditions';

const change = z.object({
  label: z.string().trim().min(1).max(200).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  baseline: z.boolean().optional(),
});

export const PATCH = jsonRoute<{ conditionId: string }, typeof change>({
  body: change,
  run: async ({ params, body }) => {
    const db = await getDb();
    const { studyId, ...condition } = await updateCondition(db, z.uuid().parse(params.conditionId), body);
    await judgeClaims(db, studyId);
    return { condition };
  },
});
