import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { llmUse } from '@/lib/core/llm-use';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { gridSchema } from '@/lib/core/retrieval/setting-schema';
import { jsonRoute } from '@/lib/http/json-route';
import { estimateAblation } from '@/lib/queries/estimate-ablation';
import { findStudy } from '@/lib/queries/studies';

const request = z.strictObject({ grid: gridSchema, llm: llmUse.nullable().default(null) });

/** What running a grid would take, before it is started. Changes nothing and asks no model. */
export const POST = jsonRoute<{ studyId: string }, typeof request>({
  body: request,
  run: async ({ params, body: { grid, llm } }) => {
    const db = await getDb();
    if (!(await findStudy(db, params.studyId)))
      throw new AppError('not-found', `There is no study “${params.studyId}”.`);
    return { estimate: await estimateAblation(db, params.studyId, expandGrid(grid), llm) };
  },
});
