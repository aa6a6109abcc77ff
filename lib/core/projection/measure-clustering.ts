import { normalQuantile } from '@/lib/core/statistics/normal';
import { median } from '@/lib/core/statistics/quantile';
import { daviesBouldin } from './davies-bouldin';
import type { SpaceSettings } from './describe-space';
import { labelPermutation } from './label-permutation';
import type { CodedLabels } from './labels';
import { lisi, lisiWeights, planLisi } from './lisi';
import type { Matrix } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';
import { bootstrapLimits, meanOf, notMeasured, type SpaceMeasure } from './space-measure';

export interface ClusteringMeasures {
  /** Higher is weaker clustering. */
  daviesBouldin: SpaceMeasure;
  /** Median over memories; higher is better mixed. */
  lisiMedian: SpaceMeasure;
  lisiMean: SpaceMeasure;
  /** Really used; null when LISI could not be computed. */
  perplexity: number | null;
  perplexityAsked: number;
}

/** Repetitions of Davies–Bouldin are cut so that a large pool stays within seconds; the result says how many there were. */
const DAVIES_BOULDIN_WORK = 2e8;
const FEWEST_REPETITIONS = 39;

/** Clustering by label of one group of memories in one space (Euclidean). */
export function measureClustering(
  matrix: Matrix,
  labels: CodedLabels,
  settings: SpaceSettings,
  onProgress: (fraction: number) => void,
): ClusteringMeasures {
  const measures = measureLisi(matrix, labels, settings, (fraction) => onProgress(0.5 * fraction));
  onProgress(0.5);
  return { daviesBouldin: measureDaviesBouldin(matrix, labels, settings), ...measures };
}

function measureDaviesBouldin(matrix: Matrix, labels: CodedLabels, settings: SpaceSettings): SpaceMeasure {
  const { estimate, note } = daviesBouldin(matrix, labels);
  if (estimate.value === null) return notMeasured(estimate.reason);
  const { random, level } = settings;
  const affordable = Math.max(FEWEST_REPETITIONS, Math.floor(DAVIES_BOULDIN_WORK / matrix.values.length));
  const indexOf = (codes: Uint32Array) => daviesBouldin(matrix, { ...labels, codes }).estimate.value!;
  const permutations = Math.min(settings.permutations, affordable);
  const chance = labelPermutation(estimate.value, labels.codes, indexOf, permutations, random);

  const resampled = Float64Array.from(
    { length: Math.min(settings.resamples, affordable) },
    () => daviesBouldin(matrix, labels, drawWithin(labels, random)).estimate.value!,
  );
  // Centroids of resamples scatter more than those of the data, so resampled indices are too low as a whole: their
  // spread is used, not their quantiles.
  const centre = meanOf(resampled);
  const spread = Math.sqrt(
    resampled.reduce((sum, x) => sum + (x - centre) ** 2, 0) / Math.max(1, resampled.length - 1),
  );
  const half = normalQuantile((1 + level) / 2) * spread;
  return {
    estimate,
    ciLow: Math.max(0, estimate.value - half),
    ciHigh: estimate.value + half,
    null: chance,
    note,
  };
}

/** How often each point is drawn when every label draws as many of its own points as it has. */
function drawWithin({ codes, counts }: CodedLabels, random: () => number): Uint32Array {
  const members = counts.map((): number[] => []);
  codes.forEach((code, i) => {
    members[code]!.push(i);
  });
  const drawn = new Uint32Array(codes.length);
  for (const own of members) {
    for (let i = 0; i < own.length; i++) drawn[own[Math.floor(random() * own.length)]!]!++;
  }
  return drawn;
}

function measureLisi(
  matrix: Matrix,
  labels: CodedLabels,
  settings: SpaceSettings,
  onProgress: (fraction: number) => void,
): Omit<ClusteringMeasures, 'daviesBouldin'> {
  const perplexityAsked = settings.perplexity;
  const plan = planLisi(matrix.rows, perplexityAsked);
  const refuse = (reason: string) => ({
    lisiMedian: notMeasured(reason),
    lisiMean: notMeasured(reason),
    perplexity: null,
    perplexityAsked,
  });
  if (labels.names.length < 2)
    return refuse(`needs memories of at least 2 benchmarks, got ${labels.names.length}`);
  if (!plan) return refuse(`needs at least 6 memories, got ${matrix.rows}`);

  const neighbours = nearestNeighbours(matrix, plan.neighbours, 'euclidean', onProgress);
  const weights = lisiWeights(neighbours, plan.perplexity);
  const valuesOf = (codes: Uint32Array) => lisi(neighbours, weights, codes, labels.names.length);
  const values = valuesOf(labels.codes);
  const note =
    plan.perplexity === perplexityAsked
      ? null
      : `perplexity ${plan.perplexity} instead of ${perplexityAsked}, because there are only ${matrix.rows} memories`;
  const measure = (statistic: (values: Float64Array) => number): SpaceMeasure => {
    const value = statistic(values.slice());
    const shuffled = (codes: Uint32Array) => statistic(valuesOf(codes));
    const chance = labelPermutation(value, labels.codes, shuffled, settings.permutations, settings.random);
    return { estimate: { value }, ...bootstrapLimits(values, statistic, settings), null: chance, note };
  };
  return {
    lisiMedian: measure(median),
    lisiMean: measure(meanOf),
    perplexity: plan.perplexity,
    perplexityAsked,
  };
}
