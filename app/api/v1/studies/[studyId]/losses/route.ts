import { z } from 'zod';
import { getDb } from '@/db/client';
import { isShown, shownOutcomes, solvedRules } from '@/lib/core/gains/ledger';
import { missingRules } from '@/lib/core/gains/missing';
import { jsonRoute } from '@/lib/http/json-route';
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
  run: async ({ params, query: { outcome, ...asked } }) => {
    const ledger = await getLedger(await getDb(), { ...asked, studyId: params.studyId });
    return { ...ledger, lines: ledger.lines.filter((line) => isShown(line.outcome, outcome)) };
  },
});
