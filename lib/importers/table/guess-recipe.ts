import { memoryTypes } from '@/lib/core/vocabulary';
import { asCount } from '../json-values';
import { cellText } from './cells';
import type { TableDescription } from './describe-table';
import { embeddingNames, memoryFields, type TableField, taskFields, trialFields } from './fields';
import type { MemoriesRecipe, TableRecipe, TasksRecipe, TrialsRecipe } from './recipe';

/**
 * A first recipe for a table, from the names of its columns and what they hold: something to correct, not to trust. It
 * may lack what a recipe needs, which `tableRecipe.safeParse` tells in words.
 *
 * @param name what the recipe is to be called
 */
export function guessRecipe(table: TableDescription, name: string): TableRecipe {
  const match = table.columns.filter(({ inEveryRow }) => inEveryRow).map((column) => column.name);
  const kind = guessKind(table);
  if (kind === 'tasks') return guessTasks(table, { name, match });
  return kind === 'memories' ? guessMemories(table, { name, match }) : guessTrials(table, { name, match });
}

/**
 * What the rows are: tasks where a gold patch or tests stand and nothing tells of a trial, else by which kind finds more
 * of its telling columns; trials when neither does.
 */
export function guessKind(table: TableDescription): TableRecipe['kind'] {
  const trials = guessColumns(table, trialFields);
  const memories = guessColumns(table, memoryFields);
  const tasks = guessColumns(table, taskFields);
  const telling = (found: Partial<Record<string, string>>, fields: readonly string[]) =>
    fields.filter((field) => found[field] !== undefined).length;
  const asTrials = telling(trials, [
    'reward',
    'attempt',
    'condition',
    'costUsd',
    'inputTokens',
    'exception',
    'task',
  ]);
  const ofTrials = telling(trials, ['reward', 'attempt', 'condition', 'costUsd', 'inputTokens', 'exception']);
  if (tasks.task !== undefined && ofTrials === 0 && telling(tasks, ['answer', 'tests']) > 0) return 'tasks';
  const vectors = table.columns.some(({ holds }) => holds === 'vector') ? 2 : 0;
  const asMemories =
    vectors + telling(memories, ['content', 'title', 'description', 'type', 'keyText', 'utility']);
  return asMemories > asTrials ? 'memories' : 'trials';
}

type Named = Pick<TableRecipe, 'name' | 'match'>;

function guessTrials(table: TableDescription, named: Named): TrialsRecipe {
  const columns = guessColumns(table, trialFields);
  return {
    ...named,
    kind: 'trials',
    columns,
    constants: {},
    values: {},
    settings: [],
    attemptsFromZero: cellsOf(table, columns.attempt).some((cell) => asCount(Number(cell)) === 0),
  };
}

const guessTasks = (table: TableDescription, named: Named): TasksRecipe => ({
  ...named,
  kind: 'tasks',
  columns: guessColumns(table, taskFields),
  constants: {},
  values: {},
});

function guessMemories(table: TableDescription, named: Named): MemoriesRecipe {
  const columns = guessColumns(table, memoryFields);
  const words = [...new Set(cellsOf(table, columns.type).map((word) => word.toLowerCase()))];
  // A column of that name may hold anything; it is the type when it speaks of types.
  const ofTypes =
    words.length > 0 &&
    words.some((word) => memoryTypes.some((type) => type === word) || word in likelyTypes);
  if (!ofTypes) delete columns.type;
  const meant = ofTypes ? meanings(cellsOf(table, columns.type)) : {};
  return {
    ...named,
    kind: 'memories',
    columns,
    constants: ofTypes ? {} : { type: 'insight' },
    values: Object.keys(meant).length > 0 ? { type: meant } : {},
    embeddings: table.columns
      .filter(
        ({ holds, name }) =>
          holds === 'vector' || (holds === 'list' && embeddingNames.includes(normal(name))),
      )
      .map(({ name }) => ({ column: name, model: null })),
    listSeparator: null,
  };
}

/** What other systems' kinds of memory come nearest to. */
const likelyTypes: Record<string, (typeof memoryTypes)[number]> = {
  trace: 'trajectory',
  episode: 'trajectory',
  episodic: 'trajectory',
  demonstration: 'trajectory',
  example: 'trajectory',
  procedural: 'workflow',
  procedure: 'workflow',
  skill: 'workflow',
  plan: 'workflow',
  script: 'workflow',
  reflection: 'summary',
  experience: 'summary',
  semantic: 'insight',
  lesson: 'insight',
  rule: 'insight',
  tip: 'insight',
  fact: 'insight',
  strategy: 'insight',
};

function meanings(words: readonly string[]): Record<string, string> {
  const unlike = words.filter((word) => !memoryTypes.some((type) => type === word.toLowerCase()));
  return Object.fromEntries(
    unlike.map((word) => {
      const known = word.toLowerCase();
      return [word, Object.hasOwn(likelyTypes, known) ? likelyTypes[known]! : 'insight'];
    }),
  );
}

/** Each field takes the column with the best of its names; a column serves one field only, the first that wants it. */
function guessColumns<Field extends string>(
  { columns }: TableDescription,
  fields: Record<Field, TableField>,
): Partial<Record<Field, string>> {
  const free = new Map<string, string>();
  for (const { name, holds } of columns) {
    const known = normal(name);
    if (holds !== 'vector' && !free.has(known)) free.set(known, name);
  }
  const found: Partial<Record<Field, string>> = {};
  for (const field of Object.keys(fields) as Field[]) {
    const wanted = fields[field].names.find((name) => free.has(name));
    if (wanted === undefined) continue;
    found[field] = free.get(wanted)!;
    free.delete(wanted);
  }
  return found;
}

/** `Task ID`, `taskId` and `metadata.task_id` as `task_id`. */
const normal = (name: string): string =>
  name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '');

const cellsOf = ({ sample }: TableDescription, column: string | undefined): string[] =>
  column === undefined
    ? []
    : sample.flatMap(({ row }) => {
        const text = row ? cellText(row.get(column)) : null;
        return text === null ? [] : [text];
      });
