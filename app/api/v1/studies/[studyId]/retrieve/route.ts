import { z } from 'zod';
import { getDb } from '@/db/client';
import { methodIds } from '@/lib/core/retrieval';
import { standardSetting } from '@/lib/core/retrieval/setting';
import { memoryTypes, scopes } from '@/lib/core/vocabulary';
import { jsonRoute } from '@/lib/http/json-route';
import { retrieveMemories } from '@/lib/queries/retrieve-memories';

const question = z
  .object({
    query: z.string().min(1).max(100_000),
    method: z.enum(methodIds).default('cosine'),
    type: z.enum(memoryTypes).nullable().default(null),
    excludeBenchmark: z.string().nullable().default(null),
    targetBenchmark: z.string().nullable().default(null),
    targetTask: z.string().nullable().default(null),
    scope: z.enum(scopes).optional(),
    top: z.number().int().min(1).max(1000).default(3),
    model: z.string().nullable().default(null),
    seed: z.number().int().default(7),
  })
  .refine(
    (q) => !(q.scope && q.scope !== 'all') || q.targetBenchmark !== null || q.excludeBenchmark !== null,
    {
      message: 'a scope other than all needs targetBenchmark',
      path: ['scope'],
    },
  );

export const POST = jsonRoute<{ studyId: string }, typeof question>({
  body: question,
  run: async ({ params, body }) =>
    retrieveMemories(await getDb(), {
      studyId: params.studyId,
      query: body.query,
      setting: {
        ...standardSetting,
        method: body.method,
        memoryTypes: body.type ? [body.type] : null,
        topN: body.top,
        scope: body.scope ?? (body.excludeBenchmark ? 'cross-domain' : 'all'),
        seed: body.seed,
      },
      benchmark: body.targetBenchmark ?? body.excludeBenchmark,
      task: body.targetTask,
      model: body.model,
    }),
});
