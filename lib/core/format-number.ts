const minus = '\u2212';

/** A whole number with thousands separators. */
export const formatCount = (n: number): string => n.toLocaleString('en-US');

/** A proportion in percent, without the sign: 0.5234 gives 52.3. */
export const formatPercent = (p: number, digits = 1): string => (p * 100).toFixed(digits);

/** A difference of proportions in percentage points, always signed, with a true minus; a rounded zero has no sign. */
export function formatPoints(d: number, digits = 1): string {
  const text = Math.abs(d * 100).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${d < 0 ? minus : '+'}${text}`;
}

/** A number with a true minus; a rounded zero has no sign. */
export function formatNumber(n: number, digits = 2): string {
  const text = Math.abs(n).toFixed(digits);
  return n < 0 && Number(text) !== 0 ? `${minus}${text}` : text;
}

/** A p-value: three decimals, or an upper bound. */
export const formatPValue = (p: number): string => (p < 0.001 ? '<\u202f0.001' : p.toFixed(3));
