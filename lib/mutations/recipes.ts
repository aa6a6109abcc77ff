import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { tableRecipe as recipeTable } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { TableRecipe } from '@/lib/importers/table/recipe';

/** Keeps a recipe under its name; one of that name before is replaced. */
export async function saveRecipe(db: Db, recipe: TableRecipe): Promise<{ id: string }> {
  const rows = await db
    .insert(recipeTable)
    .values({ name: recipe.name, recipe })
    .onConflictDoUpdate({ target: recipeTable.name, set: { recipe } })
    .returning({ id: recipeTable.id });
  return rows[0]!;
}

/** Forgets a recipe; what was imported by it stays. @throws AppError `not-found` */
export async function deleteRecipe(db: Db, id: string): Promise<void> {
  const rows = await db.delete(recipeTable).where(eq(recipeTable.id, id)).returning({ id: recipeTable.id });
  if (rows.length === 0) throw new AppError('not-found', 'There is no such recipe.');
}
