import { joinAnswer } from '@/lib/core/retrieval/answer-text';
import type { TaskRecord } from '../importer';
import { CellProblem, cellText, type TableRow } from './cells';
import type { TaskField } from './fields';
import type { TasksRecipe } from './recipe';
import { RowFields } from './row-fields';

/**
 * Makes a function that reads rows of a data set as tasks: what they ask, and the gold patch and tests.
 *
 * @throws RowProblem from the reader when a row names no task or no benchmark
 */
export function taskReader(recipe: TasksRecipe): (row: TableRow) => TaskRecord {
  const fields: RowFields<TaskField> = new RowFields(recipe, []);
  return (row) => {
    fields.row = row;
    return {
      kind: 'task',
      benchmark: fields.read('benchmark', named('benchmark')),
      task: fields.read('task', named('task')),
      text: fields.read('taskText', cellText),
      answer: joinAnswer([fields.read('answer', cellText), fields.read('tests', cellText)]),
    };
  };
}

const named =
  (what: string) =>
  (cell: unknown): string => {
    const text = cellText(cell);
    if (text === null) throw new CellProblem(`the ${what} is missing`);
    return text;
  };
