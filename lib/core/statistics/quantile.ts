/**
 * Quantile by selection, linear between order statistics (numpy's default, R's type 7).
 *
 * @param values       length ≥ 1, without NaN; reordered in place
 * @param probability  in [0, 1]
 * @throws RangeError when there is no value or the probability is none
 * @complexity O(n) expected, against O(n log n) for sorting: the interval of a gain asks for two quantiles only
 * @see Hyndman & Fan 1996, type 7; Hoare 1961, "Find"
 */
export function quantile(values: Float64Array, probability: number): number {
  if (values.length === 0) throw new RangeError('the quantile of nothing');
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`a probability lies in [0, 1], got ${probability}`);
  const at = probability * (values.length - 1);
  const below = Math.floor(at);
  select(values, below);
  const low = values[below]!;
  if (at === below) return low;
  let next = Infinity;
  for (let i = below + 1; i < values.length; i++) if (values[i]! < next) next = values[i]!;
  return low + (at - below) * (next - low);
}

export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}

/** Puts the value of rank `k` at position k, smaller or equal ones before it, greater or equal ones after. */
function select(values: Float64Array, k: number): void {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = values[(from + to) >>> 1]!;
    let [i, j] = [from, to];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) to = j;
    else if (k >= i) from = i;
    else return;
  }
}
