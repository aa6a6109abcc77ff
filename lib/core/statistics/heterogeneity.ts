/** How the variance between benchmarks is estimated. */
export type HeterogeneityMethod = 'REML' | 'Paule–Mandel';

const STEPS = 500;

/**
 * τ², the variance of true effects between studies (benchmarks), beyond the errors of their estimates.
 *
 * REML maximises the restricted likelihood by Fisher scoring, τ² += (Σ w²(y − μ)² − tr P) / tr P², steps halved at 0.
 * Paule and Mandel solve Σ (y − μ)² / (s² + τ²) = k − 1, which has one root; 0 where even τ² = 0 leaves less.
 *
 * @param y          estimates, length k ≥ 2
 * @param variances  s², their squared standard errors, each > 0
 * @returns τ² ≥ 0 and the method that found it: Paule–Mandel where REML does not settle in 500 steps
 * @complexity O(k) per step
 * @see Viechtbauer 2005, J. Educ. Behav. Stat. 30; Paule & Mandel 1982, J. Res. Natl. Bur. Stand. 87
 */
export function heterogeneityOf(
  y: Float64Array,
  variances: Float64Array,
  method: HeterogeneityMethod,
): { tauSquared: number; method: HeterogeneityMethod } {
  const byMoments = () => ({ tauSquared: pauleMandel(y, variances), method: 'Paule–Mandel' as const });
  if (method === 'Paule–Mandel') return byMoments();
  const tauSquared = restrictedLikelihood(y, variances, pauleMandel(y, variances));
  return tauSquared === null ? byMoments() : { tauSquared, method };
}

function pauleMandel(y: Float64Array, variances: Float64Array): number {
  const excess = (tauSquared: number) => {
    const { mean, weights } = weightedMean(y, variances, tauSquared);
    return squaresAround(mean, y, weights) - (y.length - 1);
  };
  if (excess(0) <= 0) return 0;
  let [low, high] = [0, Math.max(...variances)];
  while (excess(high) > 0) [low, high] = [high, 2 * high];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function restrictedLikelihood(y: Float64Array, variances: Float64Array, start: number): number | null {
  const smallest = 1e-12 * Math.min(...variances);
  let tauSquared = start;
  for (let step = 0; step < STEPS; step++) {
    const { mean, weights, total } = weightedMean(y, variances, tauSquared);
    let [second, third, squares] = [0, 0, 0];
    weights.forEach((w, i) => {
      second += w ** 2;
      third += w ** 3;
      squares += w ** 2 * (y[i]! - mean) ** 2;
    });
    const traceP = total - second / total;
    const tracePP = second - (2 * third) / total + (second / total) ** 2;
    let change = (squares - traceP) / tracePP;
    if (tauSquared === 0 && change <= 0) return 0;
    while (tauSquared + change < 0) change /= 2;
    if (Math.abs(change) <= 1e-13 * tauSquared + smallest) {
      const settled = tauSquared + change;
      return settled <= 1e3 * smallest ? 0 : settled;
    }
    tauSquared += change;
  }
  return null;
}

/** Inverse-variance mean with weights 1/(s² + τ²). */
export function weightedMean(
  y: Float64Array,
  variances: Float64Array,
  tauSquared: number,
): { mean: number; weights: Float64Array; total: number } {
  const weights = variances.map((variance) => 1 / (variance + tauSquared));
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = weights.reduce((sum, weight, i) => sum + weight * y[i]!, 0) / total;
  return { mean, weights, total };
}

/** Σ w (y − μ)². */
export function squaresAround(mean: number, y: Float64Array, weights: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * (y[i]! - mean) ** 2, 0);
}
