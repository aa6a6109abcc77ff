import { hashSeed, type Random, seededRandom } from '@/lib/core/random';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import { indexUsable } from './index-memories';
import { codeLabels } from './labels';
import { finiteRows, inGeometry, type Matrix, type SpaceMetric, takeRows, toMatrix } from './matrix';
import { type ClusteringMeasures, measureClustering } from './measure-clustering';
import { measureShape } from './measure-shape';
import { MemberSpace } from './member-space';
import type { Neighbours } from './nearest-neighbours';
import { measureMean, type SpaceMeasure } from './space-measure';
import { defaultPerplexity, labelledRows } from './widest-search';

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
  /** How the trial ended that each memory came from, and which model wrote it; null when nobody knows. */
  outcomes?: readonly (string | null)[] | undefined;
  models?: readonly (string | null)[] | undefined;
  metric: SpaceMetric;
  seed: number;
  /** What widestSearch asks for, where it was searched before; else it is searched here. */
  nearest?: Neighbours | null | undefined;
  perplexity?: number;
  permutations?: number;
  resamples?: number;
}

/** How memories cluster by some label. */
export interface LabelledGroup {
  group: 'all' | MemoryType;
  /** Memories that took part. */
  n: number;
  /** Memories without a finite vector or a known label. */
  leftOut: number;
  /** Largest first. */
  labels: { label: string; count: number }[];
  /** In the embedding space: the primary measure. */
  embedding: ClusteringMeasures;
  /** In the picture; null when there is none. */
  projection: ClusteringMeasures | null;
}

/** Labelled by benchmark. The last two are absent from projections that were stored without. */
export interface SpaceGroup extends LabelledGroup {
  /** Mean abstraction index. */
  abstraction: SpaceMeasure;
  /** Intrinsic dimension of the embeddings, see twoNearestDimension. */
  dimension?: SpaceMeasure;
  /** Mean cosine of all pairs of embeddings, see meanSimilarity. */
  similarity?: SpaceMeasure;
}

/** What else memories may cluster by. */
export const otherLabellings = ['type', 'outcome', 'model'] as const;
export type OtherLabelling = (typeof otherLabellings)[number];

export interface SpaceReport {
  /** `all` first, then the types that occur, from concrete to abstract. */
  groups: SpaceGroup[];
  /** The same by other labels: by type for all memories, else `all` and each type. Absent when stored without. */
  otherLabels?: { by: OtherLabelling; groups: LabelledGroup[] }[];
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
 * How strongly memories cluster by benchmark, over all and per memory type, and by type, outcome and model: Davies–Bouldin
 * index, silhouette and LISI, each with an interval and beside what shuffled labels would give; and the abstraction index,
 * the intrinsic dimension and the mean similarity of each group.
 *
 * Cosine means Euclidean on rows of length 1. Memories without a finite vector or a label are left out and counted.
 *
 * @throws RangeError when columns differ in length or settings make no sense
 * @complexity per group O(n² · dimensions) for neighbours and O((permutations + resamples) · n · dimensions)
 */
export function describeSpace(input: SpaceInput, { onProgress }: SpaceOptions = {}): SpaceReport {
  const { rows, dimensions, labels, types, metric, seed } = input;
  const { perplexity = defaultPerplexity, permutations = 199, resamples = 199 } = input;
  const level = 0.95;
  const { outcomes = new Array<null>(rows).fill(null), models = new Array<null>(rows).fill(null) } = input;
  for (const column of [labels, types, outcomes, models]) {
    if (column.length !== rows) throw new RangeError(`${column.length} labels or types for ${rows} memories`);
  }
  const raw = toMatrix(input.vectors, rows, dimensions);
  const finite = finiteRows(raw);
  const space = inGeometry(raw, metric);
  const picture = input.points && toMatrix(input.points, rows, rows > 0 ? input.points.length / rows : 2);
  const abstraction = indexUsable(space, labelledRows(finite, labels), labels, seed);

  const occurring = memoryTypes.filter((type) => types.includes(type));
  const names: SpaceGroup['group'][] = ['all', ...occurring];
  const others = otherLabellings
    .map((by) => ({ by, column: { type: types, outcome: outcomes, model: models }[by] }))
    .filter(({ column }) => column.some((label) => label !== null));
  const parts = names.length + others.reduce((sum, { by }) => sum + (by === 'type' ? 1 : names.length), 0);
  let done = 0;
  const settingsOf = (name: string): SpaceSettings => ({
    perplexity,
    permutations,
    resamples,
    level,
    random: seededRandom(hashSeed(`${seed} ${name}`)),
  });
  const spacesOf = cachedSpaces(space, picture, seed);
  if (input.nearest) spacesOf(labelledRows(finite, labels), input.nearest);

  const describe = (column: readonly (string | null)[], group: LabelledGroup['group'], name: string) => {
    const belongs = (row: number) => group === 'all' || types[row] === group;
    const members = finite.filter((row) => column[row] !== null && belongs(row));
    const coded = codeLabels(members.map((row) => column[row]!));
    const settings = settingsOf(name);
    const spaces = spacesOf(members);
    const report = (part: number) => onProgress?.((done + part) / parts);
    const embedding = measureClustering(spaces.embedding, coded, settings, (f) => report(0.9 * f));
    const projection = spaces.projection && measureClustering(spaces.projection, coded, settings, () => {});
    report(1);
    done++;
    const labelled: LabelledGroup = {
      group,
      n: members.length,
      leftOut: types.filter((_, row) => belongs(row)).length - members.length,
      labels: coded.names
        .map((label, code) => ({ label, count: coded.counts[code]! }))
        .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)),
      embedding,
      projection,
    };
    return { labelled, members, settings, spaces };
  };

  const groups = names.map((group): SpaceGroup => {
    const { labelled, members, settings, spaces } = describe(labels, group, group);
    return {
      ...labelled,
      abstraction: measureMean(
        members.flatMap((row) => abstraction[row] ?? []),
        'needs memories of at least 2 benchmarks with vectors that differ',
        settings,
      ),
      ...measureShape(spaces.embedding, settings),
    };
  });
  const otherLabels = others.map(({ by, column }) => ({
    by,
    groups: (by === 'type' ? (['all'] as const) : names).map(
      (group) => describe(column, group, `${by} ${group}`).labelled,
    ),
  }));
  return {
    groups,
    otherLabels,
    abstraction,
    settings: { metric, perplexity, permutations, resamples, level, seed },
  };
}

/** Groups of the very same members, as under two labellings that know all, share what was worked out of them. */
function cachedSpaces(space: Matrix, picture: Matrix | null, seed: number) {
  const known: { members: number[]; embedding: MemberSpace; projection: MemberSpace | null }[] = [];
  return (members: number[], nearest: Neighbours | null = null) => {
    const same = known.find(
      (other) =>
        other.members.length === members.length && other.members.every((row, i) => row === members[i]),
    );
    if (same) return same;
    const of = (matrix: Matrix, found: Neighbours | null = null) =>
      new MemberSpace(members.length === matrix.rows ? matrix : takeRows(matrix, members), seed, found);
    const made = { members, embedding: of(space, nearest), projection: picture && of(picture) };
    known.push(made);
    return made;
  };
}

export type { PermutationNull } from './label-permutation';
export type { ClusteringMeasures, SpaceMeasure };
