import { z } from 'zod';
import { getDb } from '@/db/client';
import { missingRules } from '@/lib/core/gains/missing';
import { jsonRoute } from '@/lib/http/json-route';
import { getPlanning } from '@/lib/queries/planning';

const proportion = z.coerce.number().gt(0).lt(1).optional();
const share = z.coerce.number().min(0).max(1).optional();
const whole = (least: number) => z.coerce.number().int().min(least).max(1_000_000).optional();
const cost = z.coerce.number().min(0).max(1e9).optional();

/** Proportions from 0 to 1; what is left out is taken from the study. */
const question = z.object({
  /** Conditions by id or label. */
  baseline: z.string().optional(),
  condition: z.string().optional(),
  missing: z.enum(missingRules).optional(),
  gain: z.coerce.number().gt(0).max(1).optional(),
  baselineRate: share,
  discordance: share,
  attemptShare: share,
  tasks: whole(2),
  attempts: whole(1),
  costPerTrial: cost,
  costPerTask: cost,
  mostTasks: whole(2),
  mostAttempts: z.coerce.number().int().min(1).max(100).optional(),
  alpha: proportion,
  power: proportion,
});

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { baseline, condition, missing, ...assumed } }) =>
    getPlanning(await getDb(), { studyId, missing, assumed, baseline, condition }),
});
