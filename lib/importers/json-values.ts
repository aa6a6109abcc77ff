/** Reading foreign JSON without trusting it: the value when it has the type that was hoped for, else null. */

export type JsonObject = Record<string, unknown>;

export const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

export const asList = (value: unknown): readonly unknown[] | null =>
  Array.isArray(value) ? (value as readonly unknown[]) : null;

export const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A string with something in it. */
export const asName = (value: unknown): string | null => {
  const text = asText(value)?.trim();
  return text ? text : null;
};

/** Finite numbers only: NaN and the infinities are no measurements. */
export const asNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** An amount of something (tokens, dollars, seconds): finite and not below zero. */
export const asAmount = (value: unknown): number | null => {
  const number = asNumber(value);
  return number !== null && number >= 0 ? number : null;
};

export const asFlag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** A whole number that counts something, or null. */
export const asCount = (value: unknown): number | null => {
  const number = asNumber(value);
  return number !== null && number >= 0 && Number.isInteger(number) ? number : null;
};

/** Text as it is, anything else as indented JSON; null and undefined as ''. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return JSON.stringify(value, null, 2) ?? '';
}

/** The sum of what is known; null when nothing is. */
export function sumKnown(values: Iterable<number | null | undefined>): number | null {
  let sum: number | null = null;
  for (const value of values) if (value !== null && value !== undefined) sum = (sum ?? 0) + value;
  return sum;
}
