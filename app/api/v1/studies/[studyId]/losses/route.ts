import { z } from 'zod';
import { getDb } from '@/db/client';
import { isShown, shownOutcomes, solvedRules } from '@/lib/core/gains/ledger';
import { missingRules } from '@/lib/core/gains/missing';
import { jsonRoute } from '@/lib/http/json-route';
import { listConditions } from '@/lib/queries/conditions';
import { findBaselineId } from '@/lib/queries/find-condition';
import { getLedger } from '@/lib/queries/get-ledger';

const question = z.object({
  /** A condition by id or label, or `own-model`. */
  baseline: z.string().optional(),
  k: z.coerce.number().int().min(1).max(1000).default(1),
  missing: z.enum(missingRules).default('errors-fail'),
  solved: z.enum(solvedRules).default('any'),
  benchmark: z.string().optional(),
  type: z.string().optional(),
  model: z.string().optional(),
  memory: z.uuid().optional(),
  /** Which lines are told one by one. */
  outcome: z.enum(shownOutcomes).default('lost'),
});

/** Tasks gained and lost against the baseline, with tests, memories in the prompts, and what is said of the causes. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query: { baseline, outcome, ...asked } }) => {
    const db = await getDb();
    const ledger = await getLedger(db, {
      ...asked,
      studyId: params.studyId,
      baselineId: baseline && findBaselineId(await listConditions(db, params.studyId), baseline),
    });
    return { ...ledger, lines: ledger.lines.filter((line) => isShown(line.outcome, outcome)) };
  },
});
