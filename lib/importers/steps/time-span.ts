import type { Step } from '@/lib/core/vocabulary';

/**
 * From the earliest to the latest stamp of the steps, in milliseconds since 1970; null when none carries a date.
 * A loop, since a log can hold more steps than a call can take arguments.
 */
export function timeSpan(steps: readonly Step[]): { from: number; to: number } | null {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { timestamp } of steps) {
    const time = timestamp === null ? Number.NaN : Date.parse(timestamp);
    if (Number.isNaN(time)) continue;
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  return from <= to ? { from, to } : null;
}
