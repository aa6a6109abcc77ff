import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { embeddingRequest } from '@/lib/http/embedding-schema';
import { jsonRoute } from '@/lib/http/json-route';
import { estimateEmbedding } from '@/lib/queries/estimate-embedding';
import { findStudy } from '@/lib/queries/studies';

/** What embedding would take, before it is started. Changes nothing and sends nothing. */
export const POST = jsonRoute<{ studyId: string }, typeof embeddingRequest>({
  body: embeddingRequest,
  run: async ({ params, body }) => {
    const db = await getDb();
    if (!(await findStudy(db, params.studyId)))
      throw new AppError('not-found', `There is no study “${params.studyId}”.`);
    return { estimate: await estimateEmbedding(db, params.studyId, body) };
  },
});
