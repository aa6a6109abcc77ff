import { z } from 'zod';
import { getDb } from '@/db/client';
import { llmUse } from '@/lib/core/llm-use';
import { expandGrid } from '@/lib/core/retrieval/grid';
import { gridSchema } from '@/lib/core/retrieval/setting-schema';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { extendAblation } from '@/lib/mutations/ablations';

/** A grid whose arms are added; without one, what waits is run. */
const request = z.strictObject({
  grid: gridSchema.nullable().default(null),
  /** The language model and budget from now on; null keeps what the ablation has. */
  llm: llmUse.nullable().default(null),
  /** Asks again where a model gave no usable answer. */
  askAgain: z.boolean().default(false),
});

export const POST = jsonRoute<{ ablationId: string }, typeof request>({
  body: request,
  run: async ({ params, body: { grid, llm, askAgain } }) => {
    const arms = grid ? expandGrid(grid) : [];
    return accepted(
      await extendAblation(await getDb(), z.uuid().parse(params.ablationId), arms, { llm, askAgain }),
    );
  },
});
