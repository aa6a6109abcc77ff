import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { tableRecipe } from '@/lib/importers/table/recipe';
import { saveRecipe } from '@/lib/mutations/recipes';
import { listRecipes } from '@/lib/queries/recipes';

export const GET = jsonRoute({ run: async () => ({ recipes: await listRecipes(await getDb()) }) });

export const POST = jsonRoute<Record<string, never>, typeof tableRecipe>({
  body: tableRecipe,
  run: async ({ body }) => saveRecipe(await getDb(), body),
});
