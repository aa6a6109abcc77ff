import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { retrieveRequest } from '@/lib/http/retrieve-schema';
import { findPools } from '@/lib/queries/find-pools';
import { listSources } from '@/lib/queries/list-sources';
import { retrieveMemories } from '@/lib/queries/retrieve-memories';
import { findStudy, listStudies } from '@/lib/queries/studies';

/** What can be asked: studies, pools, benchmarks. */
export const GET = jsonRoute({ run: async () => ({ studies: await listSources(await getDb()) }) });

/** One call from the text of a task to the block for the agent's prompt. */
export const POST = jsonRoute<Record<string, never>, typeof retrieveRequest>({
  body: retrieveRequest,
  run: async ({ body: { study, pool, task, benchmark, taskId, setting, model } }) => {
    const db = await getDb();
    const found = await findStudy(db, study);
    if (!found) {
      const names = (await listStudies(db)).slice(0, 10).map(({ name }) => name);
      throw new AppError('not-found', `There is no study “${study}”.`, {
        where: 'study',
        hint: names.length > 0 ? `There are: ${names.join(', ')}.` : 'Import a memory pool first.',
      });
    }
    return retrieveMemories(db, {
      studyId: found.id,
      query: task,
      setting,
      benchmark,
      task: taskId,
      model,
      ...(pool === null ? {} : { poolIds: await findPools(db, found.id, pool) }),
    });
  },
});
