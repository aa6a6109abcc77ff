/**
 * Shannon entropy of shares, in bits: 0 when everything is one, log2(n) when n things are equally frequent.
 *
 * @param counts  not negative; zeros add nothing
 * @complexity O(n)
 */
export function entropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => {
    if (count === 0) return sum;
    const share = count / total;
    return sum - share * Math.log2(share);
  }, 0);
}
