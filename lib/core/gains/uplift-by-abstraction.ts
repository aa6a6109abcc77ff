import { type ClusteredRegression, clusteredRegression } from '@/lib/core/statistics/clustered-regression';
import type { Correlation } from '@/lib/core/statistics/pearson-correlation';
import { spearmanCorrelation } from '@/lib/core/statistics/spearman-correlation';
import type { EstimateOf } from '@/lib/core/vocabulary';
import type { MemoryUse } from './memory-uplifts';

/** A memory that was used and has an abstraction index. */
export interface IndexedMemory {
  id: string;
  /** A, in [0, 1]. */
  abstraction: number;
  uplift: number;
  type: string;
  /** The task that it was made on; null when nobody knows, which makes it a cluster of its own. */
  source: string | null;
}

export interface AbstractionTestInput {
  memories: readonly IndexedMemory[];
  uses: readonly MemoryUse[];
  level?: number;
}

export type AbstractionVerdict = 'supported' | 'contradicted' | 'undecided' | 'not-estimable';

export interface BandPoint {
  abstraction: number;
  uplift: number;
  low: number;
  high: number;
}

export interface AbstractionTest {
  /** Over memories, of A and uplift. */
  correlation: Correlation;
  /** Uplift of a use on the memory's A, errors clustered by the task it was used on. */
  byTask: EstimateOf<ClusteredRegression>;
  /** The same line, errors clustered by the task that the memory was made on. */
  bySource: EstimateOf<ClusteredRegression>;
  /** Within types: the same with a constant for each memory type, by the task used on. */
  withinTypes: EstimateOf<ClusteredRegression>;
  /** The line with its band, by whichever clustering has the wider interval of the slope; empty without a line. */
  band: BandPoint[];
  widerBy: 'task' | 'source';
  verdict: AbstractionVerdict;
  level: number;
}

const bandPoints = 41;

/**
 * Whether uplift rises with abstraction in these data: Spearman's correlation over memories, and a line through all
 * uses (a memory on a task counts once) with errors clustered by the task used on and by the task of origin. The verdict goes
 * by the clustering with the wider interval: supported where it lies above 0, contradicted where below.
 *
 * @param input memories with a known A; uses of other memories are left out
 * @returns every part an estimate or a reason
 * @complexity O(uses)
 */
export function testAbstraction({ memories, uses, level = 0.95 }: AbstractionTestInput): AbstractionTest {
  const byId = new Map(memories.map((memory) => [memory.id, memory]));
  const known = uses.filter(({ memory }) => byId.has(memory));
  const of = known.map(({ memory }) => byId.get(memory)!);
  const uplift = Float64Array.from(known, (use) => use.uplift);
  const index = Float64Array.from(of, ({ abstraction }) => abstraction);
  const tasks = known.map(({ task }) => task);
  const sources = of.map(({ id, source }) => (source === null ? `memory ${id}` : `task ${source}`));
  const slopeBy = (
    clusters: readonly string[],
    from = 0,
    more: { name: string; values: Float64Array }[] = [],
  ) =>
    clusteredRegression(
      uplift,
      [{ name: 'abstraction', values: index.map((a) => a - from) }, ...more],
      clusters,
      level,
    );
  const byTask = slopeBy(tasks);
  const bySource = slopeBy(sources);
  const types = [...new Set(of.map(({ type }) => type))].sort();
  const constants = types.slice(1).map((type) => ({
    name: type,
    values: Float64Array.from(of, (memory) => (memory.type === type ? 1 : 0)),
  }));
  const widerBy = widthOf(bySource) > widthOf(byTask) ? 'source' : 'task';
  const wider = widerBy === 'source' ? bySource : byTask;
  return {
    correlation: spearmanCorrelation(
      memories.map(({ abstraction }) => abstraction),
      memories.map((memory) => memory.uplift),
    ),
    ...{ byTask, bySource, withinTypes: slopeBy(tasks, 0, constants), widerBy, level },
    band:
      byTask.value && bySource.value
        ? bandOf(index, (at) => slopeBy(widerBy === 'source' ? sources : tasks, at))
        : [],
    verdict: byTask.value && bySource.value ? verdictOf(wider) : 'not-estimable',
  };
}

/** The coefficient of abstraction. */
export const slopeOf = ({ coefficients }: ClusteredRegression) => coefficients[1]!;

const widthOf = ({ value }: EstimateOf<ClusteredRegression>): number =>
  value ? slopeOf(value).high - slopeOf(value).low : 0;

function verdictOf({ value }: EstimateOf<ClusteredRegression>): AbstractionVerdict {
  if (!value || slopeOf(value).standardError === 0) return 'not-estimable';
  const { low, high } = slopeOf(value);
  if (low > 0) return 'supported';
  return high < 0 ? 'contradicted' : 'undecided';
}

/**
 * The line with its limits over the range of A. With the column counted from some place, the intercept is the line's
 * height there, with its error; the squared error is a quadratic in the place, so that three places give all of them.
 */
function bandOf(index: Float64Array, lineFrom: (at: number) => EstimateOf<ClusteredRegression>): BandPoint[] {
  const [least, most] = index.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [1, 0] as [
    number,
    number,
  ]);
  const places = [least, (least + most) / 2, most];
  const heights = places.map((place) => lineFrom(place).value?.coefficients[0]);
  if (!heights.every((height) => height !== undefined)) return [];
  const t = heights.map(({ high, estimate }) => (high - estimate) ** 2);
  return Array.from({ length: bandPoints }, (_, i): BandPoint => {
    // From −1 at the least place over 0 at the middle to 1 at the most.
    const z = (2 * i) / (bandPoints - 1) - 1;
    const square = (z * (z - 1) * t[0]!) / 2 + (1 - z * z) * t[1]! + (z * (z + 1) * t[2]!) / 2;
    const uplift = heights[1]!.estimate + (z * (heights[2]!.estimate - heights[0]!.estimate)) / 2;
    const half = Math.sqrt(Math.max(0, square));
    return {
      abstraction: least + ((z + 1) / 2) * (most - least),
      uplift,
      low: uplift - half,
      high: uplift + half,
    };
  });
}
