import type { Rows } from './matrix';

/**
 * Turns, mirrors and shifts a picture so that it lies on another as well as it can. Sizes stay as they are.
 *
 *   minimise Σ |target_i − (R point_i + t)|² over the shared points, R orthogonal
 *
 * R is the orthogonal part of the covariance of both, found by Newton's iteration for the polar decomposition.
 *
 * @param points  rows × components; all are moved
 * @param target  of as many rows; NaN where a point has no counterpart
 * @returns rows × components; the points as they are where fewer than two have a counterpart
 * @complexity O(rows · components²)
 * @see Schönemann 1966, Psychometrika 31; Higham 1986, SIAM J. Sci. Stat. Comput. 7
 */
export function alignTo({ values, rows, columns }: Rows, target: ArrayLike<number>): Float32Array {
  const shared = Array.from({ length: rows }, (_, i) => i).filter((i) =>
    Number.isFinite(target[i * columns]!),
  );
  if (shared.length < 2) return Float32Array.from(values);
  const centre = (of: ArrayLike<number>) =>
    Array.from({ length: columns }, (_, c) => {
      let sum = 0;
      for (const i of shared) sum += of[i * columns + c]!;
      return sum / shared.length;
    });
  const [from, to] = [centre(values), centre(target)];
  const covariance = from.map((_, r) =>
    from.map((_, c) => {
      let sum = 0;
      for (const i of shared) {
        sum += (target[i * columns + r]! - to[r]!) * (values[i * columns + c]! - from[c]!);
      }
      return sum;
    }),
  );
  const turn = orthogonalPart(covariance);
  const moved = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let r = 0; r < columns; r++) {
      let sum = to[r]!;
      for (let c = 0; c < columns; c++) sum += turn[r]![c]! * (values[i * columns + c]! - from[c]!);
      moved[i * columns + r] = sum;
    }
  }
  return moved;
}

/** Root mean square distance between two pictures' shared points, as a share of the target's own spread. */
export function displacement({ values, rows, columns }: Rows, target: ArrayLike<number>): number {
  let [apart, spread, shared] = [0, 0, 0];
  const centre = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    if (!Number.isFinite(target[i * columns]!)) continue;
    shared++;
    for (let c = 0; c < columns; c++) centre[c]! += target[i * columns + c]!;
  }
  for (let i = 0; i < rows; i++) {
    if (!Number.isFinite(target[i * columns]!)) continue;
    for (let c = 0; c < columns; c++) {
      apart += (values[i * columns + c]! - target[i * columns + c]!) ** 2;
      spread += (target[i * columns + c]! - centre[c]! / shared) ** 2;
    }
  }
  return spread > 0 ? Math.sqrt(apart / spread) : 0;
}

const NEWTON_STEPS = 60;

/** Of a matrix without an inverse, as of points on a line, the identity is as good as any. */
function orthogonalPart(matrix: number[][]): number[][] {
  const size = Math.sqrt(matrix.flat().reduce((sum, x) => sum + x * x, 0));
  const identity = matrix.map((_, r) => matrix.map((_, c) => (r === c ? 1 : 0)));
  if (size === 0) return identity;
  let turn = matrix.map((row) => row.map((x) => x / size));
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const back = inverse(turn);
    if (!back) return identity;
    const next = turn.map((row, r) => row.map((x, c) => (x + back[c]![r]!) / 2));
    const change = Math.max(...next.flatMap((row, r) => row.map((x, c) => Math.abs(x - turn[r]![c]!))));
    turn = next;
    if (change < 1e-13) break;
  }
  return turn;
}

/** By Gauss and Jordan, with the largest pivot of each column; null where there is none. */
function inverse(matrix: number[][]): number[][] | null {
  const size = matrix.length;
  const work = matrix.map((row, r) => [...row, ...row.map((_, c) => (r === c ? 1 : 0))]);
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let r = c + 1; r < size; r++) if (Math.abs(work[r]![c]!) > Math.abs(work[pivot]![c]!)) pivot = r;
    if (Math.abs(work[pivot]![c]!) < 1e-12) return null;
    [work[c], work[pivot]] = [work[pivot]!, work[c]!];
    const scale = work[c]![c]!;
    work[c] = work[c]!.map((x) => x / scale);
    for (let r = 0; r < size; r++) {
      if (r === c) continue;
      const by = work[r]![c]!;
      work[r] = work[r]!.map((x, j) => x - by * work[c]![j]!);
    }
  }
  return work.map((row) => row.slice(size));
}
