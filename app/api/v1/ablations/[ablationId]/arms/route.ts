import { z } from 'zod';
import { getDb } from '@/db/client';
import { llmUse } from '@/lib/core/llm-use';
import { expandGrid } from '@/lib/core/retrieval/grid';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import { gridSchema } from '@/lib/core/retrieval/setting-schema';
import { missingTwins } from '@/lib/core/retrieval/suspect-twins';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { extendAblation } from '@/lib/mutations/ablations';

/** A grid whose arms are added, and twins without suspects for all that have none; without either, what waits is run. */
const request = z.strictObject({
  grid: gridSchema.nullable().default(null),
  withoutSuspects: z.boolean().default(false),
  /** The language model and budget from now on; null keeps what the ablation has. */
  llm: llmUse.nullable().default(null),
  /** Asks again where a model gave no usable answer. */
  askAgain: z.boolean().default(false),
});

export const POST = jsonRoute<{ ablationId: string }, typeof request>({
  body: request,
  run: async ({ params, body: { grid, withoutSuspects, llm, askAgain } }) => {
    const arms = grid ? expandGrid(grid) : [];
    const ablationId = z.uuid().parse(params.ablationId);
    const withTwins = (present: readonly RetrievalSetting[]) => [
      ...arms,
      ...missingTwins([...present, ...arms]),
    ];
    const more = { llm, askAgain };
    return accepted(
      await extendAblation(await getDb(), ablationId, withoutSuspects ? withTwins : arms, more),
    );
  },
});
