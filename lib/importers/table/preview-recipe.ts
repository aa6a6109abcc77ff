import { applyRecipe } from './apply-recipe';
import type { TableRecipe } from './recipe';
import type { TableSample } from './sample-table';

/** What a recipe makes of a row, in a few words. */
export interface PreviewedRow {
  /** Names and values of what was read; null when the row gives no record. */
  fields: [name: string, value: string][] | null;
  /** The column that kept it from being a record, and why. */
  problem: { column: string | null; reason: string } | null;
  warnings: string[];
}

const valueLength = 200;

/** Applies a recipe to the rows of a sample. Pure; linear in their number. */
export function previewRecipe(recipe: TableRecipe, rows: TableSample['rows']): PreviewedRow[] {
  const apply = applyRecipe(recipe, 'preview');
  return rows.map((row) => {
    const { record, warnings, problem } = apply(new Map(Object.entries(row)));
    return { fields: record && fieldsOf(record), problem: problem ?? null, warnings: [...warnings] };
  });
}

function fieldsOf(
  record: NonNullable<ReturnType<ReturnType<typeof applyRecipe>>['record']>,
): [string, string][] {
  const shown =
    record.kind === 'task'
      ? { benchmark: record.benchmark, task: record.task, text: record.text, answer: record.answer }
      : record.kind === 'trial'
        ? {
            benchmark: record.benchmark,
            task: record.task,
            condition: record.condition.label,
            attempt: record.attempt,
            reward: record.reward,
            exception: record.exception?.type,
            'cost in $': record.costUsd,
          }
        : {
            type: record.type,
            title: record.title,
            description: record.description,
            content: record.content,
            'source benchmark': record.sourceBenchmark,
            success: record.success,
            vector: record.embeddings.map(({ vector }) => `${vector.length} dimensions`).join(', '),
          };
  return Object.entries(shown).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined || value === ''
      ? []
      : [[name, String(value).slice(0, valueLength)]],
  );
}
