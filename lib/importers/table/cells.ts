import { asList, asNumber, inWords } from '../json-values';
import { verdict } from '../pools/verdict';

/** One row of a table: cells by column name. Nested objects are columns of their own, `outer.inner`. */
export type TableRow = ReadonlyMap<string, unknown>;

/** What tools write where a number or a verdict is missing. */
const missing = new Set(['', 'null', 'none', 'nan', 'n/a', 'na', '-', 'undefined', '<na>']);

export const isMissing = (cell: unknown): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && missing.has(cell.trim().toLowerCase()));

/** A cell that cannot be what its field needs; the message says why, in words for the person who maps columns. */
export class CellProblem extends Error {}

/** A cell as one line of text or more; null when it holds nothing. */
export function cellText(cell: unknown): string | null {
  const list = asList(cell);
  const text = list ? list.map(inWords).join('\n') : inWords(cell);
  return text.trim() === '' ? null : text.trim();
}

/** @throws CellProblem when it is there and no finite number */
export function cellNumber(cell: unknown): number | null {
  if (isMissing(cell)) return null;
  const number = typeof cell === 'string' ? plainNumber(cell) : asNumber(cell);
  if (number === null) throw new CellProblem(`${shown(cell)} is no number`);
  return number;
}

/** @throws CellProblem when it is there and counts nothing */
export function cellCount(cell: unknown): number | null {
  const number = cellNumber(cell);
  if (number !== null && (number < 0 || !Number.isSafeInteger(number)))
    throw new CellProblem(`${shown(cell)} is no whole number from 0`);
  return number;
}

/** @throws CellProblem when it is there and says neither yes nor no */
export function cellFlag(cell: unknown): boolean | null {
  if (isMissing(cell)) return null;
  const flag = verdict(cell);
  if (flag !== null) return flag;
  const number = typeof cell === 'string' ? plainNumber(cell) : asNumber(cell);
  if (number === 0 || number === 1) return number === 1;
  throw new CellProblem(`${shown(cell)} says neither yes nor no; say in the recipe what it stands for`);
}

/**
 * A reward: a number, or a verdict as 1 or 0.
 *
 * @throws CellProblem when it is there and neither
 */
export function cellReward(cell: unknown): number | null {
  if (isMissing(cell)) return null;
  const flag = verdict(cell);
  if (flag !== null) return Number(flag);
  const number = typeof cell === 'string' ? plainNumber(cell) : asNumber(cell);
  if (number !== null) return number;
  throw new CellProblem(
    `${shown(cell)} is neither a number nor a verdict; say in the recipe what it stands for`,
  );
}

/** Decimal numbers as programs write them; no thousands, no units, which may mean two things. */
function plainNumber(text: string): number | null {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? asNumber(Number(text)) : null;
}

/** A cell in quotes, cut to what fits in a sentence. */
export function shown(cell: unknown): string {
  const text = inWords(cell).replace(/\s+/g, ' ');
  return `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`;
}
