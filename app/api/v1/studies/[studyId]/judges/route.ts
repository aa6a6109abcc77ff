import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { getJudgedGains } from '@/lib/queries/judged-gains';

const question = z.object({
  /** With the gains as this judge has them. */
  judge: z.string().optional(),
  /** A condition's id. */
  baseline: z.uuid().optional(),
});

export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { judge, baseline } }) => {
    const db = await getDb();
    return {
      judges: await listJudgeAgreement(db, studyId),
      gains: judge === undefined ? null : await getJudgedGains(db, { studyId, judge, baselineId: baseline }),
    };
  },
});
