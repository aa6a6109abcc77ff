import { isAppError } from '@/lib/core/errors';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import { instantOf } from '../instant';
import { asList, asText } from '../json-values';
import { toVector, type VectorResult } from '../paper-pool/vector';
import type { MemoryDraft } from '../pools/memory-draft';
import { parseLenient } from '../source/lenient-json';
import { CellProblem, cellFlag, cellNumber, cellText, isMissing, shown, type TableRow } from './cells';
import type { MemoryField } from './fields';
import type { MemoriesRecipe } from './recipe';
import { RowFields, RowProblem } from './row-fields';

type Fields = RowFields<MemoryField>;

export interface RowMemory {
  draft: MemoryDraft;
  /** What was left out of it, in words. */
  warnings: string[];
}

/**
 * Makes a function that reads rows of a table as memories. A vector that is none costs a memory nothing but the vector.
 *
 * @throws RowProblem from the reader when a cell does not fit its field, or the row holds no text
 */
export function memoryReader(recipe: MemoriesRecipe): (row: TableRow) => RowMemory {
  const used = recipe.embeddings.map(({ column }) => column);
  const fields: Fields = new RowFields(recipe, used);
  return (row) => {
    fields.row = row;
    return toMemory(recipe, fields);
  };
}

function toMemory(recipe: MemoriesRecipe, fields: Fields): RowMemory {
  const { row } = fields;
  const title = fields.read('title', cellText) ?? '';
  const content = fields.read('content', (cell) => inLines(cell, recipe.listSeparator)) ?? '';
  if (title === '' && content === '') throw new RowProblem(null, 'it has neither title nor content');
  const { embeddings, warnings } = readVectors(recipe, row);
  const time = fields.read('madeAt', (cell) =>
    isMissing(cell) ? null : cell instanceof Date ? cell.toISOString() : cellText(cell),
  );
  const madeAt = instantOf(time);
  const others = fields.others();
  const draft: MemoryDraft = {
    id: fields.read('id', cellText),
    type: fields.read('type', toType),
    originalType: originalType(recipe, row),
    title,
    description: fields.read('description', cellText) ?? '',
    content,
    keyText: fields.read('keyText', cellText) ?? '',
    sourceBenchmark: fields.read('benchmark', cellText),
    sourceTask: fields.read('task', cellText),
    sourceTaskText: fields.read('taskText', cellText),
    sourceModel: fields.read('model', cellText),
    success: fields.read('success', cellFlag),
    utility: fields.read('utility', cellNumber),
    embeddings,
    madeAt,
    // A time without a zone is compared with nothing; it is shown all the same.
    details: time !== null && madeAt === null ? { ...others, madeAt: time } : others,
  };
  return { draft, warnings };
}

function toType(cell: unknown): MemoryType {
  const text = cellText(cell)?.toLowerCase();
  const type = memoryTypes.find((known) => known === text);
  if (type) return type;
  if (text === undefined) throw new CellProblem('its type is missing');
  throw new CellProblem(`${shown(cell)} is none of the four types; say in the recipe which it stands for`);
}

/** The table's own word, where it is not one of the four itself. */
function originalType({ columns }: MemoriesRecipe, row: TableRow): string | null {
  const word = columns.type === undefined ? null : cellText(row.get(columns.type));
  return memoryTypes.some((type) => type === word?.toLowerCase()) ? null : word;
}

function inLines(cell: unknown, separator: string | null): string | null {
  const text = cellText(cell);
  if (text === null || separator === null || asList(cell)) return text;
  const items = text.split(separator).map((item) => item.trim());
  return items.filter((item) => item !== '').join('\n');
}

function readVectors(
  recipe: MemoriesRecipe,
  row: TableRow,
): Pick<MemoryDraft, 'embeddings'> & {
  embeddings: NonNullable<MemoryDraft['embeddings']>;
  warnings: string[];
} {
  const embeddings: NonNullable<MemoryDraft['embeddings']> = [];
  const warnings: string[] = [];
  for (const { column, model } of recipe.embeddings) {
    const cell = row.get(column);
    if (isMissing(cell)) continue;
    const { vector, problem } = vectorIn(cell);
    const name = model ?? (vector ? unnamed(vector.length, embeddings.length) : '');
    if (!vector) warnings.push(`${column}: ${problem}; its text is kept`);
    else if (embeddings.some((known) => known.model === name))
      warnings.push(`${column}: there is a vector of ${name} already; its text is kept`);
    else embeddings.push({ model: name, vector });
  }
  return { embeddings, warnings };
}

/** Tables rarely say which model embedded them: the name claims no more than the length, as it does for pools. */
const unnamed = (dimensions: number, position: number): string =>
  `imported-${dimensions}d${position === 0 ? '' : `-${position + 1}`}`;

/** In tables of text a vector is JSON, or numpy's numbers in brackets without commas. */
function vectorIn(cell: unknown): VectorResult {
  const text = asText(cell)?.trim();
  if (text === undefined) return toVector(cell);
  try {
    return toVector(parseLenient(text.replace(/(?<=[\d.])\s+(?=[-\d.])/g, ', '), 'the vector').value);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { vector: null, problem: `${shown(cell)} is no vector` };
  }
}
