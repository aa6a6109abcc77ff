import { hashSeed, seededRandom } from '@/lib/core/random';
import { type Estimate, type MemoryType, memoryTypes, notEstimable } from '@/lib/core/vocabulary';
import { commonNeighbours } from './layout-stability';
import { asRows, finiteRows, packRows, type SpaceMetric } from './matrix';
import { firstNeighbours, type Neighbours, nearestNeighbours } from './nearest-neighbours';
import { measureMean, notMeasured, type SpaceMeasure } from './space-measure';

/** Neighbours that are compared unless somebody asks otherwise. */
export const COMPARED_NEIGHBOURS = 15;

/** One space: a vector per memory, row-major. */
export interface ComparedSpace {
  vectors: Float32Array;
  dimensions: number;
  metric: SpaceMetric;
}

export interface CompareInput {
  left: ComparedSpace;
  /** Of the same memories in the same order; its vectors may have another length. */
  right: ComparedSpace;
  types: readonly MemoryType[];
  neighbors?: number;
  seed: number;
  resamples?: number;
}

export interface SpaceComparison {
  /** Memories that took part: those with a finite vector in both spaces. */
  compared: number;
  /** Memories without a finite vector in the left and in the right space. */
  leftOut: { left: number; right: number };
  /** Neighbours really compared: as asked, or all others where there are fewer. */
  neighbors: number;
  neighborsAsked: number;
  /** Mean share of neighbours kept: all memories first, then the types that occur, from concrete to abstract. */
  groups: { group: 'all' | MemoryType; n: number; kept: SpaceMeasure }[];
  /** The share that two unrelated spaces keep: neighbors / (compared − 1). */
  chance: Estimate;
  /** Memories whose last neighbour is as near as the next: which of them counts goes by their order alone. */
  tied: { left: number; right: number };
  settings: { seed: number; resamples: number; level: number };
  note: string | null;
}

/** What is known of each memory, by row of the input. */
export interface ComparedRows {
  /** Share of neighbours kept, 0 to 1; NaN for memories that took no part, or where nothing could be compared. */
  kept: Float32Array;
  /** Rows that took part, ascending. */
  rows: Uint32Array;
  /** The neighbours of each of `rows`, nearest first, by row of the input: `neighbors` a memory. */
  left: Uint32Array;
  right: Uint32Array;
}

/**
 * How many of the k nearest of each memory in one space are among its k nearest in another: |N_left ∩ N_right| / k, each
 * space by its own metric. Neighbours are sought among the memories that both spaces hold, so that nothing is lost by
 * missing in one of them.
 *
 * The interval of the mean resamples memories. Fewer than three memories are not compared: each is all the others' neighbour.
 *
 * @throws RangeError when vectors do not fill the rows, or fewer than one neighbour is asked for
 * @complexity O(n² · dimensions) for neighbours, O(n · k) to compare, O(resamples · n) for intervals
 */
export function compareSpaces(
  input: CompareInput,
  onProgress?: (fraction: number) => void,
): { comparison: SpaceComparison; rows: ComparedRows } {
  const { types, neighbors: asked = COMPARED_NEIGHBOURS, seed, resamples = 999 } = input;
  if (!Number.isInteger(asked) || asked < 1) throw new RangeError(`needs at least 1 neighbour, got ${asked}`);
  const sides = [input.left, input.right].map(({ vectors, dimensions }) =>
    asRows(vectors, types.length, dimensions),
  );
  const finite = sides.map((side) => (side.columns === 0 ? [] : finiteRows(side)));
  const inRight = new Set(finite[1]);
  const rows = Uint32Array.from(finite[0]!.filter((row) => inRight.has(row)));
  const n = rows.length;
  const neighbors = Math.min(asked, Math.max(0, n - 1));
  const kept = new Float32Array(types.length).fill(Number.NaN);
  const settings = { seed, resamples, level: 0.95 };
  const facts = {
    compared: n,
    leftOut: { left: types.length - finite[0]!.length, right: types.length - finite[1]!.length },
    neighbors,
    neighborsAsked: asked,
    settings,
  };
  const groupsOf = (measure: (members: number[], group: 'all' | MemoryType) => SpaceMeasure) =>
    (['all', ...memoryTypes.filter((type) => rows.some((row) => types[row] === type))] as const).map(
      (group) => {
        const members = [...rows].filter((row) => group === 'all' || types[row] === group);
        return { group, n: members.length, kept: measure(members, group) };
      },
    );
  if (n < 3) {
    const reason = `needs at least 3 memories with a vector in both spaces, got ${n}`;
    return {
      comparison: {
        ...facts,
        groups: groupsOf(() => notMeasured(reason)),
        chance: notEstimable(reason),
        tied: { left: 0, right: 0 },
        note: null,
      },
      rows: { kept, rows, left: new Uint32Array(0), right: new Uint32Array(0) },
    };
  }

  // One more than is compared, where there is one, to see whether the last one is as near as the next.
  const wanted = Math.min(neighbors + 1, n - 1);
  const near = [input.left, input.right].map(({ metric }, s) =>
    nearestNeighbours(packRows(sides[s]!, rows), wanted, metric, (f) => onProgress?.(0.5 * (s + f))),
  );
  const tied = { left: countTied(near[0]!, neighbors), right: countTied(near[1]!, neighbors) };
  const [ours, theirs] = near.map((found) => firstNeighbours(found, neighbors).indices);
  const undecided = (['left', 'right'] as const).find((side) => tied[side] === n);
  if (undecided === undefined) {
    const ofRow = (indices: Uint32Array, i: number) => indices.subarray(i * neighbors, (i + 1) * neighbors);
    for (let i = 0; i < n; i++) {
      const common = commonNeighbours(ofRow(ours!, i), ofRow(theirs!, i), neighbors);
      kept[rows[i]!] = common / neighbors;
    }
  }
  const reason = `in the ${undecided} space every memory has further ones as near as its last neighbour, as where all vectors are equal`;
  const random = (group: string) => seededRandom(hashSeed(`${seed} ${group}`));
  const byRow = (indices: Uint32Array) => indices.map((at) => rows[at]!);
  return {
    comparison: {
      ...facts,
      groups: groupsOf((members, group) =>
        undecided
          ? notMeasured(reason)
          : measureMean(
              members.map((row) => kept[row]!),
              'no memory of this type is in both spaces',
              { ...settings, random: random(group) },
            ),
      ),
      chance: { value: neighbors / (n - 1) },
      tied,
      note: noteOf(neighbors, asked, n),
    },
    rows: { kept, rows, left: byRow(ours!), right: byRow(theirs!) },
  };
}

function noteOf(neighbors: number, asked: number, n: number): string | null {
  if (neighbors === n - 1) {
    return `there are ${n} memories, so each has all ${neighbors} others as its neighbours, and all are kept whatever the vectors say`;
  }
  return neighbors === asked ? null : `${neighbors} neighbours instead of ${asked}`;
}

/** Memories whose k-th neighbour is as near as the next one; none where no next one was looked for. */
function countTied({ distances, k: given }: Neighbours, k: number): number {
  if (given <= k) return 0;
  let tied = 0;
  for (let from = 0; from < distances.length; from += given) {
    const [last, next] = [distances[from + k - 1]!, distances[from + k]!];
    // Cosines of copies of a direction differ by their rounding.
    if (next - last <= 1e-12 * Math.max(1, last)) tied++;
  }
  return tied;
}

/** The neighbours of one memory in two spaces: in both, lost from the left one, gained in the right one; nearest first. */
export function splitNeighbours<T>(left: readonly T[], right: readonly T[]) {
  return {
    kept: left.filter((memory) => right.includes(memory)),
    onlyLeft: left.filter((memory) => !right.includes(memory)),
    onlyRight: right.filter((memory) => !left.includes(memory)),
  };
}
