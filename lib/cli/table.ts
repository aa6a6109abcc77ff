import { formatPoints } from '@/lib/core/format-number';
import type { Estimate } from '@/lib/core/vocabulary';

/** Columns of text aligned for a terminal; numbers (strings that look like one) to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((h, c) => Math.max(h.length, ...rows.map((r) => (r[c] ?? '').length)));
  const numeric = header.map((_, c) => rows.every((r) => /^[-+−]?[\d.,]+( ?%| pp)?$|^–?$/.test(r[c] ?? '')));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, c) => (numeric[c] ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((w) => '─'.repeat(w)).join('  '), ...rows.map(line)].join('\n');
}

/** An estimate with its limits, or a dash; in percentage points unless said otherwise. */
export function figure(
  { estimate, ciLow, ciHigh }: { estimate: Estimate; ciLow: number | null; ciHigh: number | null },
  format: (value: number) => string = formatPoints,
): string {
  if (estimate.value === null) return '–';
  const limits = ciLow === null || ciHigh === null ? '' : ` [${format(ciLow)}, ${format(ciHigh)}]`;
  return format(estimate.value) + limits;
}
