/** A round scale that holds all values and zero: lower end, upper end and ticks. */
export function niceScale(
  values: readonly number[],
  wantedTicks = 5,
): { low: number; high: number; ticks: number[] } {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const span = most - least || 1;
  const raw = span / wantedTicks;
  const power = 10 ** Math.floor(Math.log10(raw));
  // Quarters are round from 25 on; 2.5 would need a decimal on every label.
  const step =
    [1, 2, ...(power >= 10 ? [2.5] : []), 5, 10].map((m) => m * power).find((s) => s >= raw) ?? raw;
  const low = Math.floor(least / step) * step;
  const high = Math.ceil(most / step) * step;
  const count = Math.round((high - low) / step);
  return {
    low,
    high,
    ticks: Array.from({ length: count + 1 }, (_, i) => Number((low + i * step).toFixed(10))),
  };
}
