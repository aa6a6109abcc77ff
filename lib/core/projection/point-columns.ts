/** What a map may tell of each of its memories, in the order in which it is stored. */
export const pointColumns = [
  /** See layoutQuality; NaN where it was not judged. */
  'trustworthiness',
  'continuity',
  'recall',
  /** Number of the cluster, −1 for none. */
  'cluster',
  /** 0 to 1, see densityClusters. */
  'outlier',
  /** Number of the group of near duplicates, −1 for none. */
  'duplicates',
] as const;
export type PointColumn = (typeof pointColumns)[number];

/** One column after the other. */
export function joinColumns(columns: Readonly<Record<PointColumn, ArrayLike<number>>>): Float32Array {
  const rows = columns[pointColumns[0]].length;
  const joined = new Float32Array(rows * pointColumns.length);
  pointColumns.forEach((name, c) => {
    joined.set(columns[name], c * rows);
  });
  return joined;
}

/** One column of joinColumns. */
export function columnOf(joined: Float32Array, name: PointColumn): Float32Array {
  const rows = joined.length / pointColumns.length;
  const at = pointColumns.indexOf(name) * rows;
  return joined.subarray(at, at + rows);
}
