import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { judgingSpec } from '@/lib/core/retrieval/judging';
import { jsonRoute } from '@/lib/http/json-route';
import { getAblation } from '@/lib/queries/ablations';
import { estimateJudging } from '@/lib/queries/judging-pool';

/** What judging would take, before it is started. Changes nothing and asks no model. */
export const POST = jsonRoute<{ ablationId: string }, typeof judgingSpec>({
  body: judgingSpec,
  run: async ({ params, body }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.ablationId);
    if (!(await getAblation(db, id))) throw new AppError('not-found', 'There is no such ablation.');
    return { estimate: await estimateJudging(db, id, body) };
  },
});
