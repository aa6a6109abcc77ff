import { z } from 'zod';
import { getDb } from '@/db/client';
import { adjustments } from '@/lib/core/gains/adjust';
import { missingRules } from '@/lib/core/gains/missing';
import { averages, noises } from '@/lib/core/gains/report';
import { jsonRoute } from '@/lib/http/json-route';
import { getGains } from '@/lib/queries/get-gains';
import { getConditionCosts, getScopeContrasts, getTieGroups } from '@/lib/queries/get-gains-extras';

/** What takes longer than the report, and is computed when asked for. */
const extras = ['ties', 'costs', 'scopes'] as const;

const question = z.object({
  /** A condition's id or label, or `own-model`: each is compared with the one without memory of its own model. */
  baseline: z.string().optional(),
  k: z.coerce.number().int().min(1).max(1000).default(1),
  threshold: z.coerce.number().optional(),
  missing: z.enum(missingRules).optional(),
  noise: z.enum(noises).optional(),
  adjust: z.enum(adjustments).optional(),
  /** By which average groups of ties are formed; the report itself has both. */
  average: z.enum(averages).default('task-weighted'),
  /** Extras, with commas between. */
  include: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(extras)))
    .default([]),
  seed: z.coerce.number().int().optional(),
});

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query }) => {
    const db = await getDb();
    const { baseline, average, include, ...rest } = query;
    const asked = { studyId: params.studyId, baseline, ...rest };
    return {
      ...(await getGains(db, asked)),
      ...(include.includes('ties') ? { ties: await getTieGroups(db, asked, average) } : {}),
      ...(include.includes('costs') ? { costs: await getConditionCosts(db, asked) } : {}),
      ...(include.includes('scopes') ? { scopes: await getScopeContrasts(db, asked) } : {}),
    };
  },
});
