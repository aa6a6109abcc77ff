import { getDb } from '@/db/client';
import { asksModel } from '@/lib/core/retrieval/setting';
import { findPools } from '@/lib/queries/find-pools';
import { currentMoment } from '@/lib/queries/moment';
import { retrieveMemories } from '@/lib/queries/retrieve-memories';
import { requireStudyId } from '@/lib/queries/studies';
import type { RouteShape } from './json-route';
import { retrieveRequest } from './retrieve-schema';

/** One call from the text of a task to the block for the agent's prompt. */
export const retrieveRoute: RouteShape<typeof retrieveRequest, never, Record<string, never>> = {
  body: retrieveRequest,
  run: async ({ body }) => {
    const { study, pool, task, benchmark, taskId, setting, model, llm } = body;
    const db = await getDb();
    const now = await currentMoment(db);
    const studyId = await now.read(['study', study], () => requireStudyId(db, study));
    const poolIds =
      pool === null
        ? undefined
        : await now.read(['pools', studyId, pool], () => findPools(db, studyId, pool));
    const question = { studyId, query: task, setting, benchmark, task: taskId, model, poolIds, llm };
    const answer = () => retrieveMemories(db, question, now);
    // All attempts at a task ask the same; what a language model was asked is counted anew each time.
    return asksModel(setting) ? answer() : now.readAgain(['answer', body], answer);
  },
};
