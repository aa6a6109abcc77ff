import type { Estimate } from '@/lib/core/vocabulary';

export const upliftSorts = ['shrunk', 'uplift', 'trials', 'tasks', 'abstraction', 'title'] as const;
export type UpliftSort = (typeof upliftSorts)[number];

export const upliftOrders = ['down', 'up'] as const;

/** Which memories are shown, and in which order. */
export interface UpliftView {
  type?: string | undefined;
  /** Of the memory's source. */
  benchmark?: string | undefined;
  sort: UpliftSort;
  order: (typeof upliftOrders)[number];
}

interface SortedRow {
  memory: string;
  title: string;
  type: string;
  sourceBenchmark: string | null;
  abstraction: number | null;
  uplift: number;
  shrunk: Estimate;
  trials: number;
  tasks: number;
}

const keyOf = (row: SortedRow, sort: UpliftSort): number | string | null => {
  if (sort === 'shrunk') return row.shrunk.value ?? row.uplift;
  return row[sort];
};

/**
 * The memories of a view in its order; what has no value comes last, whichever way it is sorted; ties by title.
 *
 * @complexity O(rows log rows)
 */
export function sortUplifts<Row extends SortedRow>(rows: readonly Row[], view: UpliftView): Row[] {
  const sign = view.order === 'down' ? -1 : 1;
  return rows
    .filter(
      (row) =>
        (view.type === undefined || row.type === view.type) &&
        (view.benchmark === undefined || row.sourceBenchmark === view.benchmark),
    )
    .sort((a, b) => {
      const [x, y] = [keyOf(a, view.sort), keyOf(b, view.sort)];
      if (x !== y) {
        if (x === null) return 1;
        if (y === null) return -1;
        return x < y ? -sign : sign;
      }
      return a.title < b.title ? -1 : a.title > b.title ? 1 : a.memory < b.memory ? -1 : 1;
    });
}
