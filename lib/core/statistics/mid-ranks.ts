export interface MidRanks {
  /** In the order of the input, from 1; equal values share the mean of their ranks. */
  ranks: Float64Array;
  /** How many values each group of equal values has; groups of one are left out. */
  tieSizes: number[];
}

/**
 * Ranks with ties at their mean rank. Values are equal when they are equal as floats: round first where arithmetic may
 * have blurred them.
 *
 * @param values  finite, length n
 * @complexity O(n log n)
 */
export function midRanks(values: ArrayLike<number>): MidRanks {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(n);
  const tieSizes: number[] = [];
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    if (end - start > 1) tieSizes.push(end - start);
    start = end;
  }
  return { ranks, tieSizes };
}
