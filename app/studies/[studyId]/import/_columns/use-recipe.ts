'use client';

import { useEffect, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { memoryFields, type TableField, taskFields, trialFields } from '@/lib/importers/table/fields';
import type { PreviewedRow } from '@/lib/importers/table/preview-recipe';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import type { TableSample } from '@/lib/importers/table/sample-table';

const previewedRows = 5;
const settleMs = 250;

/** The fields that rows of a kind can have, in the order in which they are asked for. */
export const fieldsOf = (kind: TableRecipe['kind']): [string, TableField][] =>
  Object.entries({ trials: trialFields, memories: memoryFields, tasks: taskFields }[kind]);

type Loose = {
  columns: Partial<Record<string, string>>;
  constants: Partial<Record<string, string>>;
  values: Partial<Record<string, Record<string, string>>>;
};

/** A recipe under work: what it says so far, and what it makes of the first rows. */
export function useRecipe(sample: TableSample) {
  const [recipe, setRecipe] = useState(sample.guess);
  const [preview, setPreview] = useState<PreviewedRow[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { rows } = sample;

  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const body = { recipe, rows: rows.slice(0, previewedRows) };
      const answer = await sendJson<{ rows: PreviewedRow[] }>('POST', '/api/v1/recipes/preview', body);
      if (!current) return;
      setProblem(answer.ok ? null : answer.problem);
      setPreview(answer.ok ? answer.value.rows : null);
    }, settleMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [recipe, rows]);

  // Fields differ by kind; the server checks what comes out against the one it is.
  const loose = recipe as Loose;
  const change = (part: Partial<Loose>) => setRecipe({ ...recipe, ...part } as TableRecipe);
  const without = <T>(record: Partial<Record<string, T>>, key: string): Partial<Record<string, T>> =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
  return {
    recipe,
    preview,
    problem,
    columnOf: (field: string) => loose.columns[field] ?? '',
    constantOf: (field: string) => loose.constants[field] ?? '',
    meaningsOf: (field: string) => loose.values[field] ?? {},
    rename: (name: string) => setRecipe({ ...recipe, name }),
    setColumn: (field: string, column: string) =>
      change({
        columns: column === '' ? without(loose.columns, field) : { ...loose.columns, [field]: column },
        values: without(loose.values, field),
      }),
    setConstant: (field: string, value: string) =>
      change({
        constants: value === '' ? without(loose.constants, field) : { ...loose.constants, [field]: value },
      }),
    setMeaning: (field: string, word: string, meaning: string) => {
      const known = loose.values[field] ?? {};
      const next = meaning === '' ? without(known, word) : { ...known, [word]: meaning };
      change({ values: { ...loose.values, [field]: next as Record<string, string> } });
    },
    setKind: (kind: TableRecipe['kind']) => setRecipe(startOf(kind, sample)),
  };
}

export type RecipeDraft = ReturnType<typeof useRecipe>;

/** A recipe of a kind that was not guessed: columns whose names are a field's own are taken. */
function startOf(kind: TableRecipe['kind'], { guess, columns }: TableSample): TableRecipe {
  if (kind === guess.kind) return guess;
  const normal = (name: string) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_');
  const found: Record<string, string> = {};
  for (const [field, { names }] of fieldsOf(kind)) {
    const column = columns.find(({ name }) => names.includes(normal(name)));
    if (column && !Object.values(found).includes(column.name)) found[field] = column.name;
  }
  const common = { name: guess.name, match: guess.match, columns: found, values: {} };
  if (kind === 'tasks') return { ...common, kind, constants: {} };
  return kind === 'trials'
    ? { ...common, kind, constants: {}, settings: [], attemptsFromZero: false }
    : { ...common, kind, constants: { type: 'insight' }, embeddings: [], listSeparator: null };
}

/** The different words of a column's first rows, where it holds words. */
export function wordsIn(sample: TableSample, column: string): string[] {
  const words = new Set<string>();
  for (const row of sample.rows) {
    const cell = row[column];
    if (typeof cell === 'string' && cell.trim() !== '' && !Number.isFinite(Number(cell)))
      words.add(cell.trim());
  }
  return [...words].slice(0, 12);
}
