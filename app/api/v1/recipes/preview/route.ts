import { z } from 'zod';
import { jsonRoute } from '@/lib/http/json-route';
import { previewRecipe } from '@/lib/importers/table/preview-recipe';
import { tableRecipe } from '@/lib/importers/table/recipe';

const given = z.object({
  recipe: tableRecipe,
  rows: z.array(z.record(z.string(), z.unknown())).max(50),
});

export const POST = jsonRoute<Record<string, never>, typeof given>({
  body: given,
  run: async ({ body }) => ({ rows: previewRecipe(body.recipe, body.rows) }),
});
