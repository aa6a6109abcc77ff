import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { metaKnowledgeKinds } from '@/lib/core/memories/meta-knowledge';
import { jsonRoute } from '@/lib/http/json-route';
import { setMetaKnowledge } from '@/lib/mutations/meta-knowledge';
import { getMemoryText } from '@/lib/queries/memory-text';

const change = z.object({ metaKnowledge: z.enum(metaKnowledgeKinds).nullable() });

/** A memory's title, description and the beginning of its content. */
export const GET = jsonRoute<{ memoryId: string }>({
  run: async ({ params }) => {
    const memory = await getMemoryText(await getDb(), z.uuid().parse(params.memoryId));
    if (!memory) throw new AppError('not-found', 'There is no such memory.');
    return { memory };
  },
});

/** Sets an insight's kind of meta-knowledge by hand. */
export const PATCH = jsonRoute<{ memoryId: string }, typeof change>({
  body: change,
  run: async ({ params, body }) => ({
    memory: await setMetaKnowledge(await getDb(), z.uuid().parse(params.memoryId), body.metaKnowledge),
  }),
});
