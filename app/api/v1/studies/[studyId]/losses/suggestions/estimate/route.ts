import { getDb } from '@/db/client';
import { causeSpec } from '@/lib/core/gains/cause-suggestion';
import { jsonRoute } from '@/lib/http/json-route';
import { estimateCauses } from '@/lib/queries/unexplained-losses';

/** What explaining losses would take, before it is started. Changes nothing and asks no model. */
export const POST = jsonRoute<{ studyId: string }, typeof causeSpec>({
  body: causeSpec,
  run: async ({ params, body }) => ({ estimate: await estimateCauses(await getDb(), params.studyId, body) }),
});
