/** Beyond this, keeping a sorted list of k by insertion loses to sorting everything. */
const LARGEST_INSERTION = 128;

/**
 * The k-th largest number.
 *
 * @param k  1 to the count of numbers
 * @complexity O(n + k² log(n/k)) expected for small k, else O(n log n)
 */
export function kthLargest(values: Int32Array, k: number): number {
  if (k > LARGEST_INSERTION) return values.slice().sort()[values.length - k]!;
  const kept = values.slice(0, k).sort().reverse();
  let bar = kept[k - 1]!;
  for (let i = k; i < values.length; i++) {
    const value = values[i]!;
    if (value <= bar) continue;
    let at = k - 1;
    for (; at > 0 && kept[at - 1]! < value; at--) kept[at] = kept[at - 1]!;
    kept[at] = value;
    bar = kept[k - 1]!;
  }
  return bar;
}
