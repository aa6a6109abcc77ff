import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { judgingSpec } from '@/lib/core/retrieval/judging';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startJudging } from '@/lib/mutations/judge-relevance';
import { getAblation } from '@/lib/queries/ablations';
import { getJudgingJob } from '@/lib/queries/judging-job';
import { listLabelSources, listRelevanceAgreement } from '@/lib/queries/relevance';

interface Params {
  ablationId: string;
}

/** Who labels what here, how far judges agree with people, and the job that judges. */
export const GET = jsonRoute<Params>({
  run: async ({ params }) => {
    const db = await getDb();
    const ablation = await getAblation(db, z.uuid().parse(params.ablationId));
    if (!ablation) throw new AppError('not-found', 'There is no such ablation.');
    const [sources, agreement, job] = await Promise.all([
      listLabelSources(db, ablation.studyId, ablation.id),
      listRelevanceAgreement(db, ablation.studyId),
      getJudgingJob(db, ablation.id),
    ]);
    return { sources, agreement, job };
  },
});

/** Has a language model judge what the arms retrieved. */
export const POST = jsonRoute<Params, typeof judgingSpec>({
  body: judgingSpec,
  run: async ({ params, body }) =>
    accepted({ job: await startJudging(await getDb(), z.uuid().parse(params.ablationId), body) }),
});
