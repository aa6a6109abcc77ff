import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { retrieveRequest } from '@/lib/http/retrieve-schema';
import { findPools } from '@/lib/queries/find-pools';
import { listSources } from '@/lib/queries/list-sources';
import { currentMoment } from '@/lib/queries/moment';
import { retrieveMemories } from '@/lib/queries/retrieve-memories';
import { requireStudyId } from '@/lib/queries/studies';

/** What can be asked: studies, pools, benchmarks. */
export const GET = jsonRoute({ run: async () => ({ studies: await listSources(await getDb()) }) });

/** One call from the text of a task to the block for the agent's prompt. */
export const POST = jsonRoute<Record<string, never>, typeof retrieveRequest>({
  body: retrieveRequest,
  run: async ({ body: { study, pool, task, benchmark, taskId, setting, model, llm } }) => {
    const db = await getDb();
    const now = await currentMoment(db);
    const studyId = await now.read(['study', study], () => requireStudyId(db, study));
    const poolIds =
      pool === null
        ? undefined
        : await now.read(['pools', studyId, pool], () => findPools(db, studyId, pool));
    return retrieveMemories(
      db,
      { studyId, query: task, setting, benchmark, task: taskId, model, poolIds, llm },
      now,
    );
  },
});
