import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { deleteRecipe } from '@/lib/mutations/recipes';

export const DELETE = jsonRoute<{ recipeId: string }>({
  run: async ({ params }) => {
    await deleteRecipe(await getDb(), z.uuid().parse(params.recipeId));
    return { deleted: true };
  },
});
