import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { generationSpec } from '@/lib/core/memories/generation-spec';
import { jsonRoute } from '@/lib/http/json-route';
import { estimateGeneration } from '@/lib/queries/estimate-generation';
import { findStudy } from '@/lib/queries/studies';

/** What a generation would take, before it is started. Changes nothing and asks no model. */
export const POST = jsonRoute<{ studyId: string }, typeof generationSpec>({
  body: generationSpec,
  run: async ({ params, body }) => {
    const db = await getDb();
    if (!(await findStudy(db, params.studyId)))
      throw new AppError('not-found', `There is no study “${params.studyId}”.`);
    return { estimate: await estimateGeneration(db, params.studyId, body) };
  },
});
