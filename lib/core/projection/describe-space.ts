import { hashSeed, type Random, seededRandom } from '@/lib/core/random';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import { indexUsable } from './index-memories';
import { codeLabels } from './labels';
import { finiteRows, type SpaceMetric, takeRows, toMatrix, unitRows } from './matrix';
import { type ClusteringMeasures, measureClustering } from './measure-clustering';
import { measureMean, type SpaceMeasure } from './space-measure';

export interface SpaceInput {
  /** rows × dimensions, row-major. */
  vectors: Float32Array;
  rows: number;
  dimensions: number;
  /** Where the memories were drawn, rows × 2; null when they were not. */
  points: Float32Array | null;
  /** The benchmark of each memory; null when nobody knows. */
  labels: readonly (string | null)[];
  types: readonly MemoryType[];
  metric: SpaceMetric;
  seed: number;
  perplexity?: number;
  permutations?: number;
  resamples?: number;
}

export interface SpaceGroup {
  group: 'all' | MemoryType;
  /** Memories that took part. */
  n: number;
  /** Memories without a finite vector or a known benchmark. */
  leftOut: number;
  /** Largest first. */
  labels: { label: string; count: number }[];
  /** In the embedding space: the primary measure. */
  embedding: ClusteringMeasures;
  /** In the picture; null when there is none. */
  projection: ClusteringMeasures | null;
  /** Mean abstraction index. */
  abstraction: SpaceMeasure;
}

export interface SpaceReport {
  /** `all` first, then the types that occur, from concrete to abstract. */
  groups: SpaceGroup[];
  /** A of each memory, by row; null where it cannot be estimated. */
  abstraction: (number | null)[];
  settings: {
    metric: SpaceMetric;
    perplexity: number;
    permutations: number;
    resamples: number;
    level: number;
    seed: number;
  };
}

export interface SpaceOptions {
  onProgress?: ((fraction: number) => void) | undefined;
}

/** What the measures of one group share. */
export interface SpaceSettings {
  perplexity: number;
  permutations: number;
  resamples: number;
  level: number;
  random: Random;
}

/**
 * How strongly memories cluster by benchmark, over all and per memory type: Davies–Bouldin index, LISI and
 * abstraction index, each with an interval, and the first two beside what shuffled labels would give.
 *
 * Cosine means Euclidean on rows of length 1. Memories without a finite vector or a benchmark are left out and counted.
 *
 * @throws RangeError when columns differ in length or settings make no sense
 * @complexity per group O(n² · dimensions) for neighbours and O((permutations + resamples) · n · dimensions)
 */
export function describeSpace(input: SpaceInput, { onProgress }: SpaceOptions = {}): SpaceReport {
  const { rows, dimensions, labels, types, metric, seed } = input;
  const { perplexity = 30, permutations = 199, resamples = 199 } = input;
  const level = 0.95;
  if (labels.length !== rows || types.length !== rows) {
    throw new RangeError(`${labels.length} labels and ${types.length} types for ${rows} memories`);
  }
  const raw = toMatrix(input.vectors, rows, dimensions);
  const finite = finiteRows(raw);
  const space = metric === 'cosine' ? unitRows(raw) : raw;
  const picture = input.points && toMatrix(input.points, rows, 2);
  const usable = finite.filter((row) => labels[row] !== null);
  const abstraction = indexUsable(space, usable, labels, seed);

  const occurring = memoryTypes.filter((type) => types.includes(type));
  const names: SpaceGroup['group'][] = ['all', ...occurring];
  const groups = names.map((group, g): SpaceGroup => {
    const belongs = (row: number) => group === 'all' || types[row] === group;
    const members = usable.filter(belongs);
    const coded = codeLabels(members.map((row) => labels[row]!));
    const total = types.filter((_, row) => belongs(row)).length;
    const settings = {
      perplexity,
      permutations,
      resamples,
      level,
      random: seededRandom(hashSeed(`${seed} ${group}`)),
    };
    const report = (part: number) => onProgress?.((g + part) / names.length);
    const embedding = measureClustering(takeRows(space, members), coded, settings, (f) => report(0.9 * f));
    const projection = picture && measureClustering(takeRows(picture, members), coded, settings, () => {});
    report(1);
    return {
      group,
      n: members.length,
      leftOut: total - members.length,
      labels: coded.names
        .map((label, code) => ({ label, count: coded.counts[code]! }))
        .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)),
      embedding,
      projection,
      abstraction: measureMean(
        members.flatMap((row) => abstraction[row] ?? []),
        'needs memories of at least 2 benchmarks',
        settings,
      ),
    };
  });
  return { groups, abstraction, settings: { metric, perplexity, permutations, resamples, level, seed } };
}

export type { PermutationNull } from './label-permutation';
export type { ClusteringMeasures, SpaceMeasure };
