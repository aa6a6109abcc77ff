import { normalQuantile } from '@/lib/core/statistics/normal';
import { median } from '@/lib/core/statistics/quantile';
import { daviesBouldin } from './davies-bouldin';
import type { SpaceSettings } from './describe-space';
import { labelPermutation, labelPermutations } from './label-permutation';
import type { CodedLabels } from './labels';
import { lisi, lisiWeights, planLisi } from './lisi';
import { measureSilhouette } from './measure-silhouette';
import type { MemberSpace } from './member-space';
import { bootstrapLimits, meanOf, notMeasured, type SpaceMeasure, shareOfChance } from './space-measure';

export interface ClusteringMeasures {
  /** Higher is weaker clustering. */
  daviesBouldin: SpaceMeasure;
  /** Mean over memories, −1 to 1; higher is stronger clustering. Absent from projections that were stored without. */
  silhouette?: SpaceMeasure;
  /** Median over memories; higher is better mixed. */
  lisiMedian: SpaceMeasure;
  lisiMean: SpaceMeasure;
  /** (median − 1) / (labels − 1): 0 when apart, 1 when evenly mixed; null when LISI could not be computed. */
  lisiScaled?: number | null;
  /** Really used; null when LISI could not be computed. */
  perplexity: number | null;
  perplexityAsked: number;
}

/** Repetitions of Davies–Bouldin are cut so that a large pool stays within seconds; the result says how many there were. */
const DAVIES_BOULDIN_WORK = 2e8;
const FEWEST_REPETITIONS = 39;

/** Clustering by label of one group of memories in one space (Euclidean). */
export function measureClustering(
  space: MemberSpace,
  labels: CodedLabels,
  settings: SpaceSettings,
  onProgress: (fraction: number) => void,
): ClusteringMeasures {
  const measures = measureLisi(space, labels, settings, (fraction) => onProgress(0.5 * fraction));
  onProgress(0.5);
  const silhouette = measureSilhouette(space, labels, settings);
  onProgress(0.7);
  return { daviesBouldin: measureDaviesBouldin(space, labels, settings), silhouette, ...measures };
}

function measureDaviesBouldin(
  { matrix }: MemberSpace,
  labels: CodedLabels,
  settings: SpaceSettings,
): SpaceMeasure {
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
    ofChance: shareOfChance(estimate.value, 0, chance),
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
  space: MemberSpace,
  labels: CodedLabels,
  settings: SpaceSettings,
  onProgress: (fraction: number) => void,
): Omit<ClusteringMeasures, 'daviesBouldin' | 'silhouette'> {
  const perplexityAsked = settings.perplexity;
  const { rows } = space.matrix;
  const plan = planLisi(rows, perplexityAsked);
  const refuse = (reason: string) => ({
    lisiMedian: notMeasured(reason),
    lisiMean: notMeasured(reason),
    lisiScaled: null,
    perplexity: null,
    perplexityAsked,
  });
  const labelCount = labels.names.length;
  if (labelCount < 2) return refuse(`needs memories of at least 2 labels, got ${labelCount}`);
  if (!plan) return refuse(`needs at least 6 memories, got ${rows}`);

  const neighbours = space.nearest(plan.neighbours, onProgress);
  const weights = lisiWeights(neighbours, plan.perplexity);
  const values = lisi(neighbours, weights, labels.codes, labelCount);
  const statistics = [(all: Float64Array) => median(all.slice()), meanOf];
  const observed = statistics.map((statistic) => statistic(values));
  const shuffled = (codes: Uint32Array) => {
    const own = lisi(neighbours, weights, codes, labelCount);
    return statistics.map((statistic) => statistic(own));
  };
  const { permutations, random } = settings;
  const chances = labelPermutations(observed, labels.codes, shuffled, permutations, random);
  const note =
    plan.perplexity === perplexityAsked
      ? null
      : `perplexity ${plan.perplexity} instead of ${perplexityAsked}, because there are only ${rows} memories`;
  const [lisiMedian, lisiMean] = observed.map((value, m): SpaceMeasure => {
    const chance = chances[m]!;
    const limits = bootstrapLimits(values, m === 0 ? median : meanOf, settings);
    return { estimate: { value }, ...limits, null: chance, ofChance: shareOfChance(value, 1, chance), note };
  });
  return {
    lisiMedian: lisiMedian!,
    lisiMean: lisiMean!,
    lisiScaled: (observed[0]! - 1) / (labelCount - 1),
    perplexity: plan.perplexity,
    perplexityAsked,
  };
}
