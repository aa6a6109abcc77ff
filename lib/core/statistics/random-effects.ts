import { AppError } from '@/lib/core/errors';
import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite, requireLevel } from './arguments';
import { chiSquaredUpperTail } from './chi-squared';
import { type HeterogeneityMethod, heterogeneityOf, squaresAround, weightedMean } from './heterogeneity';
import { studentTPValue, studentTQuantile } from './student-t';

/** A benchmark's paired gain and its standard error, in one unit. */
export interface EffectOfBenchmark {
  name: string;
  estimate: number;
  /** > 0. */
  standardError: number;
}

export interface RandomEffects {
  /** The mean over the population of benchmarks that these stand for. */
  estimate: number;
  standardError: number;
  /** Hartung–Knapp limits, Student's t with k − 1 degrees of freedom. */
  low: number;
  high: number;
  pValue: number;
  /** Variance of the true gains between benchmarks. */
  tauSquared: number;
  /** `Paule–Mandel` also where REML was asked for and did not settle. */
  tauMethod: HeterogeneityMethod;
  /** Cochran's Q with k − 1 degrees of freedom, and its p. */
  q: number;
  qPValue: number;
  /** Share of the scatter that is not chance: max(0, (Q − (k − 1)) / Q). */
  iSquared: number;
  /** Where the true gain of another benchmark would lie; needs three benchmarks. */
  prediction: EstimateOf<{ low: number; high: number }>;
  /** Hartung and Knapp's factor was below 1 and was raised to 1, so that few alike results do not feign certainty. */
  factorRaised: boolean;
  /** In the order of the input; they add up to 1. */
  weights: { name: string; weight: number }[];
}

/**
 * Random-effects mean of the gains of several benchmarks, which are taken to differ truly.
 *
 *   w = 1/(s² + τ²),   μ = Σ w y / Σ w,   SE² = max(1, H) / Σ w,   H = Σ w (y − μ)² / (k − 1)
 *   interval μ ± t_{k−1} SE,   prediction μ ± t_{k−2} √(τ² + SE²)
 *
 * @param effects  one per benchmark
 * @param level    confidence in (0, 1), two-sided
 * @param method   how τ² is estimated
 * @returns the mean in the units of the gains; not estimable for fewer than 2 benchmarks, or where one has no standard
 *   error (all its tasks differ alike), since its weight would be infinite
 * @throws AppError `invalid-input` when an estimate or error is not finite or an error is negative
 * @throws RangeError when the level is not one
 * @complexity O(k) per step of τ²
 * @see DerSimonian & Laird 1986; Hartung & Knapp 2001, Stat. Med. 20; Röver, Knapp & Friede 2015 on the raised factor;
 *   Higgins, Thompson & Spiegelhalter 2009 on the prediction interval
 */
export function randomEffects(
  effects: readonly EffectOfBenchmark[],
  level: number,
  method: HeterogeneityMethod = 'REML',
): EstimateOf<RandomEffects> {
  requireLevel(level);
  const y = Float64Array.from(effects, ({ estimate }) => estimate);
  const variances = Float64Array.from(effects, ({ standardError }) => standardError ** 2);
  requireFinite(y, 'estimates');
  requireFinite(variances, 'squared standard errors');
  for (const { name, standardError } of effects) {
    if (standardError < 0)
      throw new AppError(
        'invalid-input',
        `A standard error is not negative, got ${standardError} for ${name}.`,
      );
    if (standardError === 0)
      return notEstimable(`the standard error of ${name} is 0, which would give it all of the weight`);
  }
  const k = effects.length;
  if (k < 2) return notEstimable(`a mean over benchmarks needs at least 2 of them, got ${k}`);

  const { tauSquared, method: tauMethod } = heterogeneityOf(y, variances, method);
  const { mean, weights, total } = weightedMean(y, variances, tauSquared);
  const factor = squaresAround(mean, y, weights) / (k - 1);
  const standardError = Math.sqrt(Math.max(1, factor) / total);
  const half = studentTQuantile((1 + level) / 2, k - 1) * standardError;
  const fixed = weightedMean(y, variances, 0);
  const q = squaresAround(fixed.mean, y, fixed.weights);
  return {
    value: {
      estimate: mean,
      standardError,
      low: mean - half,
      high: mean + half,
      pValue: studentTPValue(mean / standardError, k - 1),
      tauSquared,
      tauMethod,
      q,
      qPValue: chiSquaredUpperTail(q, k - 1),
      iSquared: q > 0 ? Math.max(0, (q - (k - 1)) / q) : 0,
      prediction: predictionOf(mean, Math.sqrt(tauSquared + standardError ** 2), k, level),
      factorRaised: factor < 1 - 1e-9,
      weights: effects.map(({ name }, i) => ({ name, weight: weights[i]! / total })),
    },
  };
}

function predictionOf(mean: number, error: number, k: number, level: number): RandomEffects['prediction'] {
  if (k < 3) return notEstimable(`a prediction for another benchmark needs at least 3 of them, got ${k}`);
  const half = studentTQuantile((1 + level) / 2, k - 2) * error;
  return { value: { low: mean - half, high: mean + half } };
}
