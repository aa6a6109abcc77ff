import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPoints,
  formatPValue,
} from '@/lib/core/format-number';
import type { ColumnKind, Interval, TableCell } from './export-table';

/** A cell as people read it, not yet escaped for any format. */
export interface FormattedCell {
  /** A dash where there is no value. */
  text: string;
  /** `[low, high]`; empty where there is none. */
  interval: string;
  stars: number;
  best: boolean;
}

/** A number as its kind is read: percent and points without their sign, a true minus. */
export function formatValue(value: number, type: ColumnKind): string {
  switch (type.kind) {
    case 'integer':
      return value < 0 ? `\u2212${formatCount(-value)}` : formatCount(value);
    case 'number':
      return formatNumber(value, type.digits);
    case 'percent':
      return formatPercent(value, type.digits).replace('-', '\u2212');
    case 'points':
      return formatPoints(value, type.digits);
    case 'p-value':
      return formatPValue(value);
    case 'interval':
      return formatValue(value, { kind: type.of, digits: type.digits });
    case 'text':
      return String(value);
  }
}

const formatInterval = ({ low, high }: Interval, type: ColumnKind): string =>
  `[${formatValue(low, type)}, ${formatValue(high, type)}]`;

/** What a cell says in a table for people. A missing value is a dash: its reason is among the notes of the file. */
export function formatCell(cell: TableCell, type: ColumnKind): FormattedCell {
  if (cell.value === null) return { text: '–', interval: '', stars: 0, best: false };
  if (cell.value === undefined)
    return { text: formatInterval(cell.interval, type), interval: '', stars: 0, best: false };
  return {
    text: typeof cell.value === 'number' ? formatValue(cell.value, type) : cell.value,
    interval: cell.interval ? formatInterval(cell.interval, type) : '',
    stars: cell.stars ?? 0,
    best: cell.best ?? false,
  };
}

/** The table's own notes, and each reason of a missing value once. */
export function notesOf(table: { notes: string[]; rows: { cells: TableCell[] }[] }): string[] {
  const reasons = new Set<string>(
    table.rows.flatMap(({ cells }) =>
      cells.flatMap((c) => (c.value === null && c.reason !== '' ? [c.reason] : [])),
    ),
  );
  return reasons.size === 0
    ? table.notes
    : [...table.notes, `– where there is no value: ${[...reasons].join('; ')}.`];
}

/** Runs of neighbouring columns that share a group; columns without one stand alone. Null where no column has one. */
export function groupsOf(columns: readonly { group?: string }[]): { label: string; span: number }[] | null {
  if (columns.every(({ group = '' }) => group === '')) return null;
  const groups: { label: string; span: number }[] = [];
  for (const [i, { group = '' }] of columns.entries()) {
    const last = groups.at(-1);
    if (last && i > 0 && group !== '' && last.label === group) last.span++;
    else groups.push({ label: group, span: 1 });
  }
  return groups;
}
