import { z } from 'zod';
import { getDb } from '@/db/client';
import { metaKnowledgeKinds } from '@/lib/core/memories/meta-knowledge';
import { jsonRoute } from '@/lib/http/json-route';
import { setMetaKnowledge } from '@/lib/mutations/meta-knowledge';

const change = z.object({ metaKnowledge: z.enum(metaKnowledgeKinds).nullable() });

/** Sets an insight's kind of meta-knowledge by hand. */
export const PATCH = jsonRoute<{ memoryId: string }, typeof change>({
  body: change,
  run: async ({ params, body }) => ({
    memory: await setMetaKnowledge(await getDb(), z.uuid().parse(params.memoryId), body.metaKnowledge),
  }),
});
