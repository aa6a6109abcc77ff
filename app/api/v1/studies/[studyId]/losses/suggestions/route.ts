import { getDb } from '@/db/client';
import { causeSpec } from '@/lib/core/gains/cause-suggestion';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startSuggesting } from '@/lib/mutations/suggest-causes';

/** Has a language model suggest why tasks were lost. */
export const POST = jsonRoute<{ studyId: string }, typeof causeSpec>({
  body: causeSpec,
  run: async ({ params, body }) =>
    accepted({ job: await startSuggesting(await getDb(), params.studyId, body) }),
});
