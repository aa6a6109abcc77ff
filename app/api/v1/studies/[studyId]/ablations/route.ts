import { z } from 'zod';
import { getDb } from '@/db/client';
import { llmUse } from '@/lib/core/llm-use';
import { expandGrid, mostArms } from '@/lib/core/retrieval/grid';
import { gridSchema, settingSchema } from '@/lib/core/retrieval/setting-schema';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startAblation } from '@/lib/mutations/ablations';
import { listAblations } from '@/lib/queries/ablations';

interface Params {
  studyId: string;
}

/** Values to try of each part of a setting (`grid`), or settings one by one (`arms`). */
const request = z
  .strictObject({
    name: z.string().trim().min(1).max(200).default('Retrieval ablation'),
    model: z.string().nullable().default(null),
    llm: llmUse.nullable().default(null),
    grid: gridSchema.optional(),
    arms: z.array(settingSchema).min(1).max(mostArms).optional(),
  })
  .refine(({ grid, arms }) => (grid === undefined) !== (arms === undefined), {
    message: 'say either which values make the grid, or which arms to run',
  });

export const GET = jsonRoute<Params>({
  run: async ({ params }) => ({ ablations: await listAblations(await getDb(), params.studyId) }),
});

export const POST = jsonRoute<Params, typeof request>({
  body: request,
  run: async ({ params, body: { name, model, llm, grid, arms = expandGrid(grid ?? {}) } }) =>
    accepted(await startAblation(await getDb(), { studyId: params.studyId, name, model, llm, arms })),
});
