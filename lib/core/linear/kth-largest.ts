/** Beyond this, keeping a sorted list of k by insertion loses to dividing around pivots. */
const LARGEST_INSERTION = 24;

/**
 * The k-th largest number.
 *
 * @param k  1 to the count of numbers
 * @complexity O(n + k² log(n/k)) expected for small k, else O(n) expected
 */
export function kthLargest(values: Int32Array, k: number): number {
  if (k > LARGEST_INSERTION) return selected(values.slice(), values.length - k);
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

/** The number that would be at a place if all were sorted; reorders them (Hoare 1961, "Find"). */
function selected(values: Int32Array, place: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >>> 1]!;
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (place <= j) to = j;
    else if (place >= i) from = i;
    else break;
  }
  return values[place]!;
}
