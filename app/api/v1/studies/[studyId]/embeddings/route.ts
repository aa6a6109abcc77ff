import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { listModels } from '@/lib/embedders';
import { embeddingRequest } from '@/lib/http/embedding-schema';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startEmbedding } from '@/lib/mutations/start-embedding';
import { findStudy } from '@/lib/queries/studies';
import { getVectorSets } from '@/lib/queries/vector-sets';

/** The vectors that the study's memories have, and the models that can be chosen here. */
export const GET = jsonRoute<{ studyId: string }>({
  run: async ({ params }) => {
    const db = await getDb();
    if (!(await findStudy(db, params.studyId)))
      throw new AppError('not-found', `There is no study “${params.studyId}”.`);
    return { ...(await getVectorSets(db, params.studyId)), models: listModels() };
  },
});

/** Starts to give memories the vectors that they lack. */
export const POST = jsonRoute<{ studyId: string }, typeof embeddingRequest>({
  body: embeddingRequest,
  run: async ({ params, body }) =>
    accepted({ job: await startEmbedding(await getDb(), params.studyId, body) }),
});
