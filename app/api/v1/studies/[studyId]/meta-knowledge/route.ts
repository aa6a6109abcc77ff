import { getDb } from '@/db/client';
import { llmUse } from '@/lib/core/llm-use';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startClassification } from '@/lib/mutations/meta-knowledge';
import { getMetaKnowledgeShares } from '@/lib/queries/meta-knowledge';

interface Params {
  studyId: string;
}

export const GET = jsonRoute<Params>({
  run: async ({ params }) => ({ shares: await getMetaKnowledgeShares(await getDb(), params.studyId) }),
});

/** Starts to sort the insights that have no kind yet. */
export const POST = jsonRoute<Params, typeof llmUse>({
  body: llmUse,
  run: async ({ params, body }) =>
    accepted({ job: await startClassification(await getDb(), params.studyId, body) }),
});
