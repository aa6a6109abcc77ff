import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { missingRules } from '@/lib/core/gains/missing';
import { jsonRoute } from '@/lib/http/json-route';
import { type ConditionRow, listConditions } from '@/lib/queries/conditions';
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
  run: async ({ params: { studyId }, query }) => {
    const { baseline, condition, missing, ...assumed } = query;
    const db = await getDb();
    const conditions = await listConditions(db, studyId);
    return getPlanning(db, {
      studyId,
      missing,
      assumed,
      baselineId: baseline && named(conditions, baseline),
      conditionId: condition && named(conditions, condition),
    });
  },
});

function named(conditions: readonly ConditionRow[], name: string): string {
  const found = conditions.find((c) => c.id === name || c.label === name || c.aliases.includes(name));
  if (found) return found.id;
  throw new AppError('not-found', `There is no condition “${name}” in this study.`, {
    hint: `It has: ${conditions.map((c) => c.label).join(', ') || 'none'}.`,
  });
}
