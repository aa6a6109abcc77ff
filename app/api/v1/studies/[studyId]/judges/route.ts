import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { getJudgedGains } from '@/lib/queries/judged-gains';

const question = z.object({
  /** With the gains as this judge has them. */
  judge: z.string().optional(),
  /** A condition by id or label, or `own-model`. */
  baseline: z.string().optional(),
});

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { judge, baseline } }) => {
    const db = await getDb();
    const judges = await listJudgeAgreement(db, studyId);
    if (judge !== undefined && !judges.some((one) => one.judge === judge)) {
      const names = [...new Set(judges.map((one) => one.judge))];
      throw new AppError('not-found', `There is no verdict of “${judge}” in this study.`, {
        hint: `There are verdicts of: ${names.join(', ') || 'nobody'}.`,
      });
    }
    return {
      judges,
      gains: judge === undefined ? null : await getJudgedGains(db, { studyId, judge, baseline }),
    };
  },
});
