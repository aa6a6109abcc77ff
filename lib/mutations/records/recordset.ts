import { type SQL, sql } from 'drizzle-orm';

/**
 * Many rows as one parameter: the right side of `from` in `insert … select … from`. One statement for a batch, whatever
 * its size, instead of one per row or thousands of parameters.
 *
 * @param columns names and SQL types of the columns, as the rows' properties are called
 */
export function recordset(name: string, columns: Record<string, string>, rows: readonly object[]): SQL {
  const types = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`);
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as ${sql.raw(`${name}(${types.join(', ')})`)}`;
}

/** A NUL character or half a surrogate pair, as JSON.stringify writes them (or text that looks like it: no harm). */
const notStorable = /\\u(?:0000|d[89a-f])/i;

/**
 * Hostile text made storable: PostgreSQL refuses the NUL character, and lone surrogates in JSON. Rows without either,
 * which are nearly all, come back as they are.
 */
export function storable<T extends object>(rows: readonly T[]): readonly T[] {
  return notStorable.test(JSON.stringify(rows.map(withoutVectors))) ? rows.map(cleaned) : rows;
}

/** Vectors would be written out number by number, for nothing. */
const withoutVectors = (row: object) => ('embeddings' in row ? { ...row, embeddings: null } : row);

function cleaned<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\u0000', '\ufffd').toWellFormed() as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [cleaned(name), cleaned(v)])) as T;
}
