import { asc } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { tableRecipe as recipeTable } from '@/db/schema';
import { type TableRecipe, tableRecipe } from '@/lib/importers/table/recipe';

export interface SavedRecipe {
  id: string;
  recipe: TableRecipe;
}

/** All recipes for tables, by name. One that this version cannot read any more is left out: its tables ask again. */
export async function listRecipes(db: Db): Promise<SavedRecipe[]> {
  const rows = await db.select().from(recipeTable).orderBy(asc(recipeTable.name));
  return rows.flatMap(({ id, recipe }) => {
    const read = tableRecipe.safeParse(recipe);
    return read.success ? [{ id, recipe: read.data }] : [];
  });
}
