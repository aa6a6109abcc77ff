'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { ImportSource } from '@/db/schema';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import type { SurveyedTable } from '@/lib/jobs/import/survey-tally';
import { beginImport } from '../_components/begin-import';
import { FieldRows } from './field-rows';
import { RecipePreview } from './recipe-preview';
import { useRecipe } from './use-recipe';

const rowKinds: Record<TableRecipe['kind'], string> = {
  trials: 'a trial',
  memories: 'a memory',
  tasks: 'a task with its answer',
};

/** Asks what the columns of a table hold, and keeps the answer for every table with these columns. */
export function TableMapper({
  studyId,
  tables,
  sources,
}: {
  studyId: string;
  /** Tables with the same columns: one recipe is for all of them. */
  tables: SurveyedTable[];
  sources: ImportSource[];
}) {
  const nameId = useId();
  const router = useRouter();
  const sample = tables[0]!;
  const draft = useRecipe(sample);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const saved = await sendJson<{ id: string }>('POST', '/api/v1/recipes', draft.recipe);
    const looked = saved.ok ? await beginImport(studyId, { sources, condition: '' }, true) : saved;
    setProblem(looked.ok ? null : looked.problem);
    if (looked.ok) router.push(looked.value as string);
    else setBusy(false);
  };
  const { kind } = draft.recipe;
  return (
    <Panel
      title={<span className="break-all">{sample.path}</span>}
      note={`A table of ${countOf(sample.columns.length, 'column')}${sample.rowCount === null ? '' : ` and ${countOf(sample.rowCount, 'row')}`}${tables.length > 1 ? `, and ${countOf(tables.length - 1, 'more table')} with the same columns` : ''}. Say once what they hold.`}
    >
      <div className="space-y-4">
        <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <legend className="sr-only">What its rows are</legend>
          <span className="text-muted">Each row is</span>
          {Object.entries(rowKinds).map(([one, words]) => (
            <label key={one} className="flex items-center gap-1.5">
              <input
                type="radio"
                className="size-4 accent-accent"
                name={`${nameId}-kind`}
                checked={kind === one}
                onChange={() => draft.setKind(one as TableRecipe['kind'])}
              />
              {words}
            </label>
          ))}
        </fieldset>
        <FieldRows draft={draft} sample={sample} />
        {draft.problem ? (
          <p className="text-sm text-warn" role="status">
            {draft.problem.message}
          </p>
        ) : null}
        {draft.preview ? <RecipePreview rows={draft.preview} /> : null}
        {problem ? (
          <ProblemState title="The recipe was not kept" message={problem.message} hint={problem.hint} />
        ) : null}
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(e) => {
            e.preventDefault();
            void save();
          }}
        >
          <div>
            <label htmlFor={nameId} className="field-label">
              Name of this recipe
            </label>
            <input
              id={nameId}
              className="field w-56"
              value={draft.recipe.name}
              maxLength={120}
              required
              onChange={(e) => draft.rename(e.target.value)}
            />
          </div>
          <button type="submit" className="button button-primary" disabled={busy || draft.problem !== null}>
            {busy ? 'Looking again' : 'Keep it and look again'}
          </button>
        </form>
      </div>
    </Panel>
  );
}
