import type { LedgerGroup } from '@/lib/core/gains/ledger';

/** A row of the drawing: a condition on one benchmark, or on all. */
export interface FlipRow {
  key: string;
  /** Stands above the first row of a condition. */
  heading: string | null;
  label: string;
  pooled: boolean;
  gained: number;
  lost: number;
  taskCount: number;
  /** Percentage points. */
  difference: number;
  ciLow: number | null;
  ciHigh: number | null;
  pValue: number;
  qValue: number;
}

/** More rows than this are no picture; the table has all. */
const mostFlipRows = 72;

/** As many whole conditions as make a picture, and the beginning of the first where it alone is more than that. */
export function drawnFlipRows(rows: readonly FlipRow[]): FlipRow[] {
  if (rows.length <= mostFlipRows) return [...rows];
  const end = rows.findLastIndex(({ heading }, i) => heading !== null && i <= mostFlipRows);
  return rows.slice(0, end > 0 ? end : mostFlipRows);
}

const points = (share: number | null): number | null => (share === null ? null : share * 100);

/** The groups as they are drawn: condition by condition, all benchmarks together first. */
export function toFlipRows(
  groups: readonly LedgerGroup[],
  labelOf: (condition: string) => string,
): FlipRow[] {
  const byCondition = new Map<string, LedgerGroup[]>();
  for (const group of groups)
    byCondition.set(group.condition, [...(byCondition.get(group.condition) ?? []), group]);
  return [...byCondition].flatMap(([condition, own]) => {
    const pooledFirst = own.toSorted((a, b) => Number(b.benchmark === null) - Number(a.benchmark === null));
    return pooledFirst.map((group, i): FlipRow => {
      const { estimate, ciLow, ciHigh } = group.difference;
      const { benchmark, gained, lost, taskCount, pValue, qValue } = group;
      return {
        key: `${condition} ${benchmark ?? ''}`,
        heading: i === 0 ? labelOf(condition) : null,
        label: benchmark ?? 'all benchmarks',
        pooled: benchmark === null,
        ...{ gained, lost, taskCount, pValue, qValue },
        difference: (estimate.value ?? 0) * 100,
        ciLow: points(ciLow),
        ciHigh: points(ciHigh),
      };
    });
  });
}

/** A row's numbers in a sentence, for those who point at it or hear it. */
export const flipSentence = (row: FlipRow, p: (value: number) => string): string =>
  `${row.label}: ${row.gained} gained, ${row.lost} lost of ${row.taskCount} tasks; McNemar p ${p(row.pValue)}, q ${p(row.qValue)}`;
