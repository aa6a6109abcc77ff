import { hashSeed, seededRandom } from '@/lib/core/random';
import { quantile } from '@/lib/core/statistics/quantile';
import { type Estimate, type MemoryType, memoryTypes, notEstimable } from '@/lib/core/vocabulary';
import { exchanger, twoSidedP } from './exchange-types';
import { shuffle } from './label-permutation';
import { codeLabels } from './labels';
import { planLisi } from './lisi';
import { asRows, finiteRows, inGeometry, packRows, type SpaceMetric, toMatrix } from './matrix';
import { MemberLisi } from './member-lisi';
import { meanOf } from './space-measure';

/** More memories of a type are drawn from: each permutation looks at all of them. */
export const MOST_CONTRASTED = 1000;
/** Permutations times memories times neighbours, so that a large pool stays within seconds. */
const PERMUTATION_WORK = 3.5e7;
const FEWEST_PERMUTATIONS = 199;

export interface ContrastInput {
  /** rows × dimensions, row-major. */
  vectors: Float32Array;
  dimensions: number;
  /** The benchmark of each memory; null when nobody knows. */
  labels: readonly (string | null)[];
  types: readonly MemoryType[];
  metric: SpaceMetric;
  seed: number;
  /** The types that are compared; left out: the most and the least abstract type that occur. */
  abstract?: MemoryType | undefined;
  concrete?: MemoryType | undefined;
  perplexity?: number;
  permutations?: number;
  resamples?: number;
}

/** One of the two types that are compared. */
export interface ContrastSide {
  type: MemoryType;
  /** Memories with a finite vector and a known benchmark. */
  n: number;
  /** Of which so many were drawn. */
  used: number;
  benchmarks: number;
  /** Mean over memories of (LISI − 1) / (benchmarks − 1): 0 apart, 1 evenly mixed. */
  mean: Estimate;
}

export interface MixingContrast {
  /** From concrete to abstract; empty where fewer than two types occur. */
  sides: ContrastSide[];
  /** Mean of the abstract type minus mean of the concrete one, −1 to 1: above 0 the abstract one mixes more. */
  difference: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  /** Mean difference when types are exchanged. Not 0 where one type has more memories: few lie further apart. */
  chance: number | null;
  pValue: Estimate;
  permutations: number;
  /** The same for both types; null where nothing was measured. */
  perplexity: number | null;
  perplexityAsked: number;
  settings: { seed: number; resamples: number; level: number; metric: SpaceMetric };
  note: string | null;
}

/**
 * Whether memories of one type mix benchmarks more than those of another, in one space: the difference of their mean scaled
 * LISI, each type's LISI among its own members as in describeSpace, both at the perplexity that the smaller type allows.
 *
 * Interval: percentile bootstrap of memories within each type, neighbourhoods kept. p: types are exchanged among the memories
 * of each benchmark, which keeps how many memories either type has of it; a memory's neighbours are sought anew. Two-sided,
 * (b + 1) / (m + 1), b counting differences at least as far from the mean of all m + 1 as the observed one.
 *
 * @throws RangeError when columns differ in length or settings make no sense
 * @complexity O(n² · (dimensions + log n)) and O(permutations · n · k), n at most twice MOST_CONTRASTED
 */
export function mixingContrast(
  input: ContrastInput,
  onProgress?: (fraction: number) => void,
): MixingContrast {
  const { labels, types, metric, seed, perplexity: perplexityAsked = 30 } = input;
  const { permutations = 999, resamples = 999 } = input;
  if (labels.length !== types.length)
    throw new RangeError(`${labels.length} labels for ${types.length} memories`);
  const level = 0.95;
  const occurring = memoryTypes.filter((type) => types.includes(type));
  const { concrete = occurring[0], abstract = occurring.at(-1) } = input;
  const refused = (reason: string, sides: ContrastSide[] = []): MixingContrast => ({
    sides,
    difference: notEstimable(reason),
    ...{ ciLow: null, ciHigh: null, chance: null, permutations: 0, perplexity: null, perplexityAsked },
    pValue: notEstimable(reason),
    settings: { seed, resamples, level, metric },
    note: null,
  });
  if (concrete === undefined || abstract === undefined || concrete === abstract)
    return refused(`needs memories of 2 types, got ${occurring.length}`);

  const raw = asRows(input.vectors, types.length, input.dimensions);
  const usable = raw.columns === 0 ? [] : finiteRows(raw).filter((row) => labels[row] !== null);
  const groups = [concrete, abstract].map((type) => {
    const members = Uint32Array.from(usable.filter((row) => types[row] === type));
    const drawn = drawOf(members, hashSeed(`${seed} drawn ${type}`));
    return { type, n: members.length, drawn };
  });
  const sides = groups.map(
    ({ type, n, drawn }): ContrastSide => ({
      ...{ type, n, used: drawn.length },
      benchmarks: new Set([...drawn].map((row) => labels[row])).size,
      mean: notEstimable('nothing was measured'),
    }),
  );
  for (const { type, benchmarks } of sides)
    if (benchmarks < 2)
      return refused(`needs ${type} memories of at least 2 benchmarks, got ${benchmarks}`, sides);
  const smaller = Math.min(...sides.map(({ used }) => used));
  const plan = planLisi(smaller, perplexityAsked);
  if (!plan) return refused(`needs at least 6 memories of each type, got ${smaller}`, sides);

  const members = Uint32Array.from(groups.flatMap(({ drawn }) => [...drawn]));
  const packed = packRows(raw, members);
  const taken = toMatrix(packed.values, packed.rows, packed.columns);
  const space = inGeometry(taken, metric);
  const coded = codeLabels([...members].map((row) => labels[row]!));
  const isAbstract = Uint8Array.from(members, (_, i) => (i < sides[0]!.used ? 0 : 1));
  const scaled = new MemberLisi(space, coded, plan, (f) => onProgress?.(0.2 * f));
  const values = [0, 1].map((side) => scaled.values(isAbstract, side));
  sides.forEach((side, s) => {
    side.mean = { value: meanOf(values[s]!) };
  });
  const difference = meanOf(values[1]!) - meanOf(values[0]!);

  const affordable = Math.floor(PERMUTATION_WORK / (members.length * plan.neighbours));
  const m = Math.min(permutations, Math.max(FEWEST_PERMUTATIONS, affordable));
  const exchanged = exchanger(coded.codes, isAbstract, hashSeed(`${seed} exchanged`));
  const chances = exchanged
    ? Float64Array.from({ length: m }, (_, p) => {
        const dealt = exchanged();
        if (onProgress && p % 10 === 0) onProgress(0.2 + (0.8 * p) / m);
        return meanOf(scaled.values(dealt, 1)) - meanOf(scaled.values(dealt, 0));
      })
    : null;
  return {
    sides,
    difference: { value: difference },
    ...limitsOf(values[0]!, values[1]!, resamples, level, hashSeed(`${seed} resampled`)),
    chance: chances && meanOf(chances),
    pValue: chances
      ? { value: twoSidedP(difference, chances) }
      : notEstimable('no benchmark has memories of both types, so none can be exchanged'),
    permutations: chances ? m : 0,
    perplexity: plan.perplexity,
    perplexityAsked,
    settings: { seed, resamples, level, metric },
    note: noteOf(sides, plan.perplexity, perplexityAsked),
  };
}

function noteOf(sides: readonly ContrastSide[], perplexity: number, asked: number): string | null {
  const notes: string[] = [];
  const [fewer] = sides.toSorted((a, b) => a.used - b.used);
  if (perplexity !== asked)
    notes.push(
      `perplexity ${perplexity} instead of ${asked}, because there are only ${fewer!.used} ${fewer!.type} memories`,
    );
  for (const { type, used, n } of sides)
    if (used < n) notes.push(`${used} of ${n} ${type} memories, drawn at random`);
  return notes.join('; ') || null;
}

/** At most MOST_CONTRASTED of them, ascending. */
function drawOf(members: Uint32Array, seed: number): Uint32Array {
  if (members.length <= MOST_CONTRASTED) return members;
  const order = members.slice();
  shuffle(order, seededRandom(seed));
  return order.slice(0, MOST_CONTRASTED).sort();
}

function limitsOf(
  concrete: Float64Array,
  abstract: Float64Array,
  resamples: number,
  level: number,
  seed: number,
) {
  const random = seededRandom(seed);
  const drawnMean = (values: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  };
  const drawn = Float64Array.from({ length: resamples }, () => drawnMean(abstract) - drawnMean(concrete));
  return { ciLow: quantile(drawn, (1 - level) / 2), ciHigh: quantile(drawn, (1 + level) / 2) };
}
