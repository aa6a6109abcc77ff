'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '@/app/_components/format';
import { sendJson } from '@/app/_components/send-json';
import type { SavedRecipe } from '@/lib/queries/recipes';

/** The recipes that are kept for tables, and the way to forget one. */
export function RecipeList({ recipes }: { recipes: SavedRecipe[] }) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const forget = async ({ id, recipe }: SavedRecipe) => {
    const answer = await sendJson('DELETE', `/api/v1/recipes/${id}`);
    setSaid(answer.ok ? `“${recipe.name}” was forgotten.` : answer.problem.message);
    router.refresh();
  };
  return (
    <>
      <ul className="space-y-1.5">
        {recipes.map((saved) => (
          <li key={saved.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="font-medium">{saved.recipe.name}</span>
            <span className="text-xs text-muted">
              {saved.recipe.kind} from tables with {countOf(saved.recipe.match.length, 'column')}:{' '}
              {saved.recipe.match.slice(0, 6).join(', ')}
              {saved.recipe.match.length > 6 ? ', …' : ''}
            </span>
            <button type="button" className="link text-xs" onClick={() => void forget(saved)}>
              Forget<span className="sr-only"> {saved.recipe.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <p aria-live="polite" className="text-xs text-muted">
        {said}
      </p>
    </>
  );
}
