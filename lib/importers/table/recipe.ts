import { z } from 'zod';
import { memoryTypes } from '@/lib/core/vocabulary';
import {
  type MemoryField,
  memoryFields,
  type TaskField,
  type TrialField,
  taskFields,
  trialFields,
} from './fields';

const keysOf = <Key extends string>(fields: Record<Key, unknown>) => Object.keys(fields) as [Key, ...Key[]];

const trialField = z.enum(keysOf<TrialField>(trialFields));
const memoryField = z.enum(keysOf<MemoryField>(memoryFields));
const taskField = z.enum(keysOf<TaskField>(taskFields));
const column = z.string().min(1).max(500);

const common = {
  name: z.string().trim().min(1).max(120),
  /** The columns a table must have for the recipe to be used on it. */
  match: z.array(column).max(1000),
};

const trialsRecipe = z.strictObject({
  ...common,
  kind: z.literal('trials'),
  /** Which column feeds which field. */
  columns: z.partialRecord(trialField, column),
  /** What a field holds in every row; counts where no column feeds it, or its cell is empty. */
  constants: z.partialRecord(trialField, z.string().max(1000)).default({}),
  /** What the cells of a field stand for: `{ reward: { ok: '1', timeout: '0' } }`. */
  values: z.partialRecord(trialField, z.record(z.string(), z.string().max(1000))).default({}),
  /** Further columns that set conditions apart: temperature, prompt version. */
  settings: z.array(column).max(50).default([]),
  /** Whether attempts are numbered 0, 1, 2, so that one is added. */
  attemptsFromZero: z.boolean().default(false),
});

const memoriesRecipe = z.strictObject({
  ...common,
  kind: z.literal('memories'),
  columns: z.partialRecord(memoryField, column),
  constants: z.partialRecord(memoryField, z.string().max(1000)).default({}),
  /** Also says which of the four types a system's own kinds are: `{ type: { procedural: 'workflow' } }`. */
  values: z.partialRecord(memoryField, z.record(z.string(), z.string().max(1000))).default({}),
  embeddings: z
    .array(z.strictObject({ column, model: z.string().trim().min(1).max(200).nullable() }))
    .max(8)
    .default([]),
  /** What stands between the steps or items of a content that is a list in one cell; null when none is. */
  listSeparator: z.string().min(1).max(10).nullable().default(null),
});

const tasksRecipe = z.strictObject({
  ...common,
  kind: z.literal('tasks'),
  columns: z.partialRecord(taskField, column),
  constants: z.partialRecord(taskField, z.string().max(1000)).default({}),
  values: z.partialRecord(taskField, z.record(z.string(), z.string().max(1000))).default({}),
});

/**
 * How the columns of a kind of table become trials, memories or tasks: made once, kept by name, used for every table with
 * these columns.
 */
export const tableRecipe = z
  .discriminatedUnion('kind', [trialsRecipe, memoriesRecipe, tasksRecipe])
  .superRefine((recipe, context) => {
    for (const message of problemsOf(recipe)) context.addIssue({ code: 'custom', message });
  });
export type TableRecipe = z.infer<typeof tableRecipe>;
export type TrialsRecipe = Extract<TableRecipe, { kind: 'trials' }>;
export type TasksRecipe = Extract<TableRecipe, { kind: 'tasks' }>;
export type MemoriesRecipe = Extract<TableRecipe, { kind: 'memories' }>;

/** What keeps a recipe from giving a single record, in words. */
function problemsOf(recipe: TrialsRecipe | MemoriesRecipe | TasksRecipe): string[] {
  const gives = (field: string): boolean => field in recipe.columns || field in recipe.constants;
  const problems: string[] = [];
  if (recipe.kind !== 'memories' && !gives('task')) problems.push('Say which column holds the task.');
  // Tasks of no benchmark would stand beside the trials that they are of.
  if (recipe.kind === 'tasks' && !gives('benchmark'))
    problems.push('Say which benchmark the tasks are of, as the study names it.');
  if (recipe.kind !== 'memories') return problems;
  if (!gives('content') && !gives('title')) problems.push('Say which column holds the content or the title.');
  if (!gives('type')) problems.push('Say which type the memories are, or which column tells it.');
  const types = [recipe.constants.type, ...Object.values(recipe.values.type ?? {})];
  for (const type of types) {
    if (type !== undefined && !memoryTypes.some((known) => known === type))
      problems.push(`“${type}” is none of the memory types ${memoryTypes.join(', ')}.`);
  }
  return problems;
}

/** Whether a table has every column that a recipe asks for. One that asks for none fits nothing. */
export const recipeFits = ({ match }: TableRecipe, columns: readonly string[]): boolean =>
  match.length > 0 && match.every((name) => columns.includes(name));

/** The fitting recipe that asks for the most columns, of equals the first; null when none fits. */
export function bestRecipe(recipes: readonly TableRecipe[], columns: readonly string[]): TableRecipe | null {
  let best: TableRecipe | null = null;
  for (const recipe of recipes) {
    if (recipeFits(recipe, columns) && recipe.match.length > (best?.match.length ?? 0)) best = recipe;
  }
  return best;
}
