import type { SurveyedTable } from '@/lib/jobs/import/survey-tally';

/** Tables with the same columns, together: one recipe is for all of them. */
export function groupTables(tables: readonly SurveyedTable[]): SurveyedTable[][] {
  const groups = new Map<string, SurveyedTable[]>();
  for (const table of tables) {
    const key = JSON.stringify(table.columns.map(({ name }) => name).sort());
    groups.set(key, [...(groups.get(key) ?? []), table]);
  }
  return [...groups.values()];
}
