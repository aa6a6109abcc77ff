import type { MemoryRecord, TaskRecord, TrialRecord } from '../importer';
import { DraftedPool } from '../pools/memory-draft';
import { Occurrences } from '../pools/occurrences';
import type { TableRow } from './cells';
import type { MemoriesRecipe, TableRecipe, TasksRecipe, TrialsRecipe } from './recipe';
import { RowProblem } from './row-fields';
import { memoryReader } from './row-to-memory';
import { taskReader } from './row-to-task';
import { trialReader } from './row-to-trial';

/** What became of a row: a record with what was left out of it, or the column that kept it from being one. */
export type AppliedRow =
  | { record: TrialRecord | MemoryRecord | TaskRecord; warnings: readonly string[]; problem?: undefined }
  | { record: null; warnings: readonly string[]; problem: { column: string | null; reason: string } };

/**
 * Reads the rows of one table by a recipe, in their order: rows that say the same are numbered, so a table that grows
 * at its end gives its old rows the ids they had.
 *
 * @param table what the table is called: part of the identity of its rows, and the pool of its memories
 */
export function applyRecipe(recipe: TableRecipe, table: string): (row: TableRow) => AppliedRow {
  const read = readerOf(recipe, table);
  return (row) => {
    try {
      return read(row);
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      return { record: null, warnings: [], problem: { column: error.column, reason: error.reason } };
    }
  };
}

function readerOf(recipe: TableRecipe, table: string): (row: TableRow) => AppliedRow {
  if (recipe.kind === 'trials') return trials(recipe, table);
  return recipe.kind === 'memories' ? memories(recipe, table) : tasks(recipe);
}

function tasks(recipe: TasksRecipe) {
  const read = taskReader(recipe);
  return (row: TableRow): AppliedRow => ({ record: read(row), warnings: [] });
}

function trials(recipe: TrialsRecipe, table: string) {
  const read = trialReader(recipe, table);
  const occurrences = new Occurrences();
  return (row: TableRow): AppliedRow => {
    const trial = read(row);
    const externalId = occurrences.tellApart(`${table}/${trial.externalId}`);
    return { record: { ...trial, externalId }, warnings: [] };
  };
}

function memories(recipe: MemoriesRecipe, table: string) {
  const read = memoryReader(recipe);
  const pool = new DraftedPool(table);
  const lengths = new Map<string, number>();
  return (row: TableRow): AppliedRow => {
    const { draft, warnings } = read(row);
    const { embeddings, unlike } = ofOneLength(draft.embeddings ?? [], lengths);
    return { record: pool.toRecord({ ...draft, embeddings }), warnings: [...warnings, ...unlike] };
  };
}

/** One model gives vectors of one length: the first row's counts, since a table is read row by row. */
function ofOneLength(embeddings: MemoryRecord['embeddings'], lengths: Map<string, number>) {
  const unlike: string[] = [];
  const kept = embeddings.filter(({ model, vector }) => {
    const length = lengths.get(model) ?? vector.length;
    lengths.set(model, length);
    if (length === vector.length) return true;
    unlike.push(`its vector has ${vector.length} dimensions, those before it ${length}; its text is kept`);
    return false;
  });
  return { embeddings: kept, unlike };
}
