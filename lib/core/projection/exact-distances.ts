import type { NearestList } from './nearest-list';
import type { NeighbourSpace } from './neighbour-space';

type Measured = Pick<NeighbourSpace, 'values' | 'columns' | 'metric' | 'squares'>;

/** Distances in double precision from one point to few. */
export class ExactDistances {
  private readonly four = new Float64Array(4);

  /** @param asked  the points that distances are from, where they are others than those that distances are to */
  constructor(
    private readonly space: Measured,
    private readonly asked: Pick<Measured, 'values' | 'squares'> = space,
  ) {}

  /**
   * Offers candidates, ascending, with their distances to a point, leaving out the point itself.
   *
   * Ends early when the list is full of copies of the point: later ones can only tie, and ties go by smaller index.
   */
  offerAll(point: number, candidates: ArrayLike<number>, list: NearestList): void {
    const { four } = this;
    const last = candidates.length - 1;
    for (let i = 0; i <= last && list.bar > 0; i += 4) {
      const next = Math.min(i + 1, last);
      const third = Math.min(i + 2, last);
      const fourth = Math.min(i + 3, last);
      this.distances(point, candidates[i]!, candidates[next]!, candidates[third]!, candidates[fourth]!);
      for (let c = 0; c < Math.min(4, last + 1 - i); c++) {
        const candidate = candidates[i + c]!;
        if (candidate !== point || this.asked !== this.space) list.offer(candidate, four[c]!);
      }
    }
  }

  /** The distance between two points. */
  between(point: number, other: number): number {
    this.distances(point, other, other, other, other);
    return this.four[0]!;
  }

  /** Four side by side: each addition of one waits for the one before. */
  private distances(point: number, a: number, b: number, c: number, d: number): void {
    if (this.space.metric === 'cosine') this.cosines(point, a, b, c, d);
    else this.euclidean(point, a, b, c, d);
  }

  private euclidean(point: number, a: number, b: number, c: number, d: number): void {
    const { values, columns } = this.space;
    const own = this.asked.values;
    const [from, toA, toB, toC, toD] = [point * columns, a * columns, b * columns, c * columns, d * columns];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const x = own[from + j]!;
      const byA = x - values[toA + j]!;
      const byB = x - values[toB + j]!;
      const byC = x - values[toC + j]!;
      const byD = x - values[toD + j]!;
      sumA += byA * byA;
      sumB += byB * byB;
      sumC += byC * byC;
      sumD += byD * byD;
    }
    this.four[0] = Math.sqrt(sumA);
    this.four[1] = Math.sqrt(sumB);
    this.four[2] = Math.sqrt(sumC);
    this.four[3] = Math.sqrt(sumD);
  }

  private cosines(point: number, a: number, b: number, c: number, d: number): void {
    const { values, columns, squares } = this.space;
    const own = this.asked.values;
    const [from, toA, toB, toC, toD] = [point * columns, a * columns, b * columns, c * columns, d * columns];
    let [dotA, dotB, dotC, dotD] = [0, 0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const x = own[from + j]!;
      dotA += x * values[toA + j]!;
      dotB += x * values[toB + j]!;
      dotC += x * values[toC + j]!;
      dotD += x * values[toD + j]!;
    }
    const square = this.asked.squares[point]!;
    this.four[0] = cosineDistance(dotA, square, squares[a]!);
    this.four[1] = cosineDistance(dotB, square, squares[b]!);
    this.four[2] = cosineDistance(dotC, square, squares[c]!);
    this.four[3] = cosineDistance(dotD, square, squares[d]!);
  }
}

/** The root of the product of squares is exact for copies, whose distance so becomes 0. */
function cosineDistance(dot: number, square: number, other: number): number {
  if (square === 0 && other === 0) return 0;
  if (square === 0 || other === 0) return 1;
  return Math.max(0, 1 - dot / Math.sqrt(square * other));
}
