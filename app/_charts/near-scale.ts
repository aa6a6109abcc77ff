/**
 * A round scale around values of 0 or more that need not begin at 0: what a trial costs often differs by a few percent,
 * which a scale from 0 would press into one line.
 *
 * @param wanted steps, about
 */
export function nearScale(
  values: readonly number[],
  wanted = 4,
): {
  low: number;
  high: number;
  ticks: number[];
  digits: number;
} {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || Math.abs(most) || 1;
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= span / wanted) ?? span;
  const first = Math.max(0, Math.floor(least / step) - (least === most ? 1 : 0));
  const last = Math.ceil(most / step) + (least === most ? 1 : 0);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {
    low: first * step,
    high: last * step,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits))),
    digits,
  };
}
