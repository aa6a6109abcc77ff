import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { listConditions } from '@/lib/queries/conditions';
import { getGains } from '@/lib/queries/get-gains';

const question = z.object({
  /** A condition's id or label. */
  baseline: z.string().optional(),
  k: z.coerce.number().int().min(1).max(1000).default(1),
  threshold: z.coerce.number().optional(),
  missing: z.enum(['leave-out', 'failure']).optional(),
  seed: z.coerce.number().int().optional(),
});

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query }) => {
    const db = await getDb();
    const { baseline, ...rest } = query;
    let baselineId: string | undefined;
    if (baseline !== undefined) {
      const conditions = await listConditions(db, params.studyId);
      baselineId = conditions.find(
        (c) => c.id === baseline || c.label === baseline || c.aliases.includes(baseline),
      )?.id;
      if (!baselineId) {
        throw new AppError('not-found', `There is no condition “${baseline}” in this study.`, {
          hint: `It has: ${conditions.map((c) => c.label).join(', ') || 'none'}.`,
        });
      }
    }
    return getGains(db, { studyId: params.studyId, baselineId, ...rest });
  },
});
