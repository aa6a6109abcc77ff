import { seededRandom } from '@/lib/core/random';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { shuffle } from './label-permutation';
import type { Rows } from './matrix';
import { type Neighbours, nearestNeighbours } from './nearest-neighbours';
import type { NeighbourSpace } from './neighbour-space';
import { type ScreenedRow, screenPairs } from './pairwise-screen';

/** Neighbours that a picture is judged by. */
export const JUDGED_NEIGHBOURS = 15;
/** Products of numbers that judging may take; where all points would take more, some drawn at random are judged. */
const WORK = 6e10;
const FEWEST_JUDGED = 2000;

/** How far a picture can be trusted. */
export interface LayoutQuality {
  /** 1 when no false neighbour is drawn. */
  trustworthiness: Estimate;
  /** 1 when no true neighbour is drawn far away. */
  continuity: Estimate;
  /** Mean share of the k nearest that are among the k nearest in the picture. */
  recall: Estimate;
  /** Neighbours that it was judged by. */
  judgedNeighbors: number;
  /** Points that trustworthiness and continuity are the means of; recall is over all. */
  judged: number;
}

/** The same of single points; NaN where a point was not judged. */
export interface PointQuality {
  trustworthiness: Float32Array;
  continuity: Float32Array;
  recall: Float32Array;
}

export interface Judgement {
  quality: LayoutQuality;
  points: PointQuality;
}

/** The points that are judged: all, or with many of them as many as can be afforded, in ascending order. */
export function judgedPoints(rows: number, columns: number, seed: number): Uint32Array {
  const affordable = Math.max(FEWEST_JUDGED, Math.floor(WORK / (rows * columns)));
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  if (rows <= affordable) return order;
  shuffle(order, seededRandom(seed));
  return order.slice(0, FEWEST_JUDGED).sort();
}

/** What points are judged by; `from` to `to` of `judged`. */
export interface JudgeInput {
  space: NeighbourSpace;
  picture: Rows;
  /** Of all points, at least k, in the space. */
  near: Neighbours;
  /** Of all points, k, in the picture. */
  drawn: Neighbours;
  judged: Uint32Array;
}

/** Ranks beyond k that false and missing neighbours of each judged point have, added up. */
export interface RankExcess {
  ofFalse: Float64Array;
  ofMissing: Float64Array;
}

/**
 * Σ_j (r(i, j) − k) for each judged point: over the points j among its k nearest in the picture but not in the space, r
 * being their rank in the space; and over those near in the space but not in the picture, r being their rank there. The
 * nearest other point has rank 1; equal distances go by smaller index.
 *
 * @complexity O(judged · rows · columns)
 */
export function rankExcess({ space, picture, near, drawn, judged }: JudgeInput): RankExcess {
  const { k } = drawn;
  const excess = { ofFalse: new Float64Array(judged.length), ofMissing: new Float64Array(judged.length) };
  const squares = new Float64Array(space.rows);
  let at = 0;
  screenPairs(space, judged, (row) => {
    const { point } = row;
    const nearest = near.indices.subarray(point * near.k, point * near.k + k);
    const shown = drawn.indices.subarray(point * k, (point + 1) * k);
    for (const other of shown) {
      if (!nearest.includes(other)) excess.ofFalse[at]! += rankOf(other, row) - k;
    }
    squaresFrom(picture, point, squares);
    for (const other of nearest) {
      if (!shown.includes(other)) excess.ofMissing[at]! += rankIn(squares, point, other) - k;
    }
    at++;
  });
  return excess;
}

/** Of judged points that were shared out, in their order. */
export function joinExcess(parts: readonly RankExcess[]): RankExcess {
  const joined = (of: keyof RankExcess) => Float64Array.from(parts.flatMap((part) => [...part[of]]));
  return { ofFalse: joined('ofFalse'), ofMissing: joined('ofMissing') };
}

/**
 * Trustworthiness, continuity and recall of a picture at k neighbours, over all and per point.
 *
 *   T_i = 1 − 2 / (k (2n − 3k − 1)) · Σ_j (r(i, j) − k)
 *
 * over false neighbours by their rank in the space (trustworthiness) and over missing ones by their rank in the picture
 * (continuity); each is the mean over points.
 *
 * @param input   see rankExcess
 * @param excess  of the judged points
 * @returns proportions; not estimable for n ≤ 2k
 * @see Venna & Kaski 2001, ICANN; continuity: Kaski et al. 2003, BMC Bioinformatics 4:48
 */
export function layoutQuality({ space, near, drawn, judged }: JudgeInput, excess: RankExcess): Judgement {
  const { k } = drawn;
  const { rows } = space;
  const worst = (k * (2 * rows - 3 * k - 1)) / 2;
  const points: PointQuality = {
    trustworthiness: new Float32Array(rows).fill(Number.NaN),
    continuity: new Float32Array(rows).fill(Number.NaN),
    recall: new Float32Array(rows),
  };
  let [ofFalse, ofMissing, kept] = [0, 0, 0];
  judged.forEach((point, j) => {
    points.trustworthiness[point] = 1 - excess.ofFalse[j]! / worst;
    points.continuity[point] = 1 - excess.ofMissing[j]! / worst;
    ofFalse += excess.ofFalse[j]!;
    ofMissing += excess.ofMissing[j]!;
  });
  for (let i = 0; i < rows; i++) {
    const nearest = near.indices.subarray(i * near.k, i * near.k + k);
    let common = 0;
    for (let j = i * k; j < (i + 1) * k; j++) if (nearest.includes(drawn.indices[j]!)) common++;
    points.recall[i] = common / k;
    kept += common;
  }
  const meanOver = (sum: number) => ({ value: 1 - sum / (judged.length * worst) });
  return {
    quality: {
      trustworthiness: meanOver(ofFalse),
      continuity: meanOver(ofMissing),
      recall: { value: kept / (rows * k) },
      judgedNeighbors: k,
      judged: judged.length,
    },
    points,
  };
}

/** A quality that cannot be told. */
export function unknownQuality(reason: string, rows: number): Judgement {
  const unknown = notEstimable(reason);
  const nothing = () => new Float32Array(rows).fill(Number.NaN);
  return {
    quality: {
      trustworthiness: unknown,
      continuity: unknown,
      recall: unknown,
      judgedNeighbors: JUDGED_NEIGHBOURS,
      judged: 0,
    },
    points: { trustworthiness: nothing(), continuity: nothing(), recall: nothing() },
  };
}

/** Why a picture of so many points is not judged; null when it is. */
export const tooFewToJudge = (rows: number): string | null =>
  rows > 2 * JUDGED_NEIGHBOURS ? null : `needs more than ${2 * JUDGED_NEIGHBOURS} points, got ${rows}`;

/** Judges a picture in this thread; see layoutQuality. */
export function judgeLayout(space: NeighbourSpace, picture: Rows, near: Neighbours, seed: number): Judgement {
  const reason = tooFewToJudge(space.rows);
  if (reason) return unknownQuality(reason, space.rows);
  const drawn = nearestNeighbours(picture, JUDGED_NEIGHBOURS, 'euclidean');
  const judged = judgedPoints(space.rows, space.columns, seed);
  const input = { space, picture, near, drawn, judged };
  return layoutQuality(input, rankExcess(input));
}

function rankOf(neighbour: number, { point, keys, error, distanceTo }: ScreenedRow): number {
  const key = keys[neighbour]!;
  const [surelyNearer, perhapsNearer] = [key - 2 * error, key + 2 * error];
  const own = distanceTo(neighbour);
  let rank = 1;
  for (let j = 0; j < keys.length; j++) {
    if (keys[j]! > perhapsNearer || j === point || j === neighbour) continue;
    if (keys[j]! < surelyNearer) rank++;
    else {
      const distance = distanceTo(j);
      if (distance < own || (distance === own && j < neighbour)) rank++;
    }
  }
  return rank;
}

function squaresFrom({ values, rows, columns }: Rows, point: number, squares: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (values[i * columns + j]! - values[point * columns + j]!) ** 2;
    squares[i] = sum;
  }
}

function rankIn(squares: Float64Array, point: number, other: number): number {
  const own = squares[other]!;
  let rank = 1;
  for (let j = 0; j < squares.length; j++) {
    if (squares[j]! > own || j === point || j === other) continue;
    if (squares[j]! < own || j < other) rank++;
  }
  return rank;
}
