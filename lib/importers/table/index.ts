import { AppError } from '@/lib/core/errors';
import { ignoredWhenUnknown } from '../ignored-files';
import { defineImporter, type ImportedRecord, type SourceFile } from '../importer';
import { poolName } from '../pools/pool-name';
import { applyRecipe } from './apply-recipe';
import { describeTable } from './describe-table';
import { bestRecipe, type TableRecipe } from './recipe';
import { isTable, tableRows } from './table-rows';

/**
 * CSV, TSV, Parquet, JSON lists and JSON Lines of flat rows. What their columns mean nobody can know: a recipe says it,
 * and without one the file waits for it. Asked last, so that no format with a name is taken for a table.
 */
export const table = defineImporter({
  id: 'table',
  label: 'Table',

  recognises: async (file) => ignoredWhenUnknown(file.path) === null && (await isTable(file)),

  async *read(file, { tree, recipes }) {
    const { columns } = await describeTable(file);
    const names = columns.map(({ name }) => name);
    const recipe = bestRecipe(recipes, names);
    if (!recipe) throw needsRecipe(file, names);
    yield* readRows(file, recipe, poolName(file, tree));
  },
});

async function* readRows(
  file: SourceFile,
  recipe: TableRecipe,
  name: string,
): AsyncGenerator<ImportedRecord> {
  const apply = applyRecipe(recipe, name);
  for await (const line of tableRows(file)) {
    const { where } = line;
    if (!line.row) {
      yield { kind: 'rejection', where, reason: line.problem };
      continue;
    }
    const { record, warnings, problem } = apply(line.row);
    for (const message of [...(line.warnings ?? []), ...warnings]) yield { kind: 'warning', where, message };
    if (record) yield record;
    else if (problem)
      yield { kind: 'rejection', where: inColumn(where, problem.column), reason: problem.reason };
  }
}

const inColumn = (where: string, column: string | null): string =>
  column === null ? where : `${where}, column “${column}”`;

function needsRecipe(file: SourceFile, columns: readonly string[]): AppError {
  const named = columns.slice(0, 12).map((name) => name.slice(0, 60));
  const more = columns.length > named.length ? `, and ${columns.length - named.length} more` : '';
  const what =
    columns.length === 0 ? 'a table without rows' : `a table with the columns ${named.join(', ')}${more}`;
  return new AppError('needs-mapping', `${file.path} is ${what}: say which column holds what.`, {
    where: file.path,
    hint: 'Map its columns once; the recipe is kept for every table with these columns.',
  });
}
