'use client';

import { memoryTypes } from '@/lib/core/vocabulary';
import type { TableSample } from '@/lib/importers/table/sample-table';
import { fieldsOf, type RecipeDraft, wordsIn } from './use-recipe';

/** Asked for at once; the others stand behind a fold until a column feeds them. */
const first: Record<RecipeDraft['recipe']['kind'], readonly string[]> = {
  trials: ['benchmark', 'task', 'condition', 'attempt', 'reward'],
  memories: ['type', 'title', 'description', 'content', 'benchmark'],
  tasks: ['benchmark', 'task', 'taskText', 'answer', 'tests'],
};

/** Every field with the column that feeds it, or the value that it has in every row. */
export function FieldRows({ draft, sample }: { draft: RecipeDraft; sample: TableSample }) {
  const { kind } = draft.recipe;
  const all = fieldsOf(kind);
  const shown = ([field]: [string, unknown]) =>
    first[kind].includes(field) || draft.columnOf(field) !== '' || draft.constantOf(field) !== '';
  const main = all.filter(shown);
  const rest = all.filter((entry) => !shown(entry));
  return (
    <div className="space-y-2">
      <ul className="space-y-2">
        {main.map(([field, { label }]) => (
          <FieldRow key={field} field={field} label={label} draft={draft} sample={sample} />
        ))}
      </ul>
      <details>
        <summary className="text-xs text-muted">More fields</summary>
        <ul className="mt-2 space-y-2">
          {rest.map(([field, { label }]) => (
            <FieldRow key={field} field={field} label={label} draft={draft} sample={sample} />
          ))}
        </ul>
      </details>
    </div>
  );
}

interface RowProps {
  field: string;
  label: string;
  draft: RecipeDraft;
  sample: TableSample;
}

function FieldRow({ field, label, draft, sample }: RowProps) {
  const column = draft.columnOf(field);
  const isType = field === 'type' && draft.recipe.kind === 'memories';
  return (
    <li>
      <div className="grid grid-cols-1 items-center gap-x-3 gap-y-1 sm:grid-cols-[12rem_14rem_1fr]">
        <span className="text-sm">{label}</span>
        <select
          className="field w-full"
          aria-label={`Column of ${label}`}
          value={column}
          onChange={(e) => draft.setColumn(field, e.target.value)}
        >
          <option value="">no column</option>
          {sample.columns.map(({ name, examples }) => (
            <option key={name} value={name}>
              {name}
              {examples[0] ? ` (${examples[0].slice(0, 30)})` : ''}
            </option>
          ))}
        </select>
        {column === '' ? (
          isType ? (
            <select
              className="field w-40"
              aria-label={`${label} of every row`}
              value={draft.constantOf(field)}
              onChange={(e) => draft.setConstant(field, e.target.value)}
            >
              <option value="">not said</option>
              {memoryTypes.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </select>
          ) : (
            <input
              className="field w-full max-w-64"
              aria-label={`${label} of every row`}
              placeholder="or one value for every row"
              value={draft.constantOf(field)}
              onChange={(e) => draft.setConstant(field, e.target.value)}
            />
          )
        ) : null}
      </div>
      {column !== '' && (isType || field === 'reward') ? (
        <Meanings field={field} words={wordsIn(sample, column)} draft={draft} isType={isType} />
      ) : null}
    </li>
  );
}

/** What the words of a column stand for: rewards, or one of the four types. */
function Meanings({
  field,
  words,
  draft,
  isType,
}: {
  field: string;
  words: string[];
  draft: RecipeDraft;
  isType: boolean;
}) {
  if (words.length === 0) return null;
  const meanings = draft.meaningsOf(field);
  const options: readonly [string, string][] = isType
    ? memoryTypes.map((type) => [type, type])
    : [
        ['1', 'passed (1)'],
        ['0', 'failed (0)'],
      ];
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 sm:pl-[12.75rem]">
      {words.map((word) => (
        <li key={word}>
          <label className="flex items-center gap-1.5 text-xs text-muted">
            “{word}” means
            <select
              className="field"
              value={meanings[word] ?? ''}
              onChange={(e) => draft.setMeaning(field, word, e.target.value)}
            >
              <option value="">as it says</option>
              {options.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        </li>
      ))}
    </ul>
  );
}
