import type { Rows } from './matrix';
import type { NearestList } from './nearest-list';

/** Points that are compared one by one instead of divided further. */
const LEAF = 12;

/**
 * A k-d tree over points in few dimensions: each part is divided at its middle point, along the axis on which it is widest.
 *
 * @complexity O(n log² n) to make; O(log n + k) for a search, on points that are not all alike
 */
export class SpaceTree {
  /** Points so ordered that each part is a range, and its middle point divides it. */
  private readonly order: Uint32Array;
  /** Axis along which the part with this middle is divided. */
  private readonly axes: Uint8Array;

  /** @param points  finite */
  constructor(private readonly points: Rows) {
    this.order = Uint32Array.from({ length: points.rows }, (_, i) => i);
    this.axes = new Uint8Array(points.rows);
    this.divide(0, points.rows);
  }

  /** Offers a list whatever may be among its nearest, apart from the point itself; Euclidean distances. */
  nearest(point: number, list: NearestList): void {
    this.search(point, list, 0, this.order.length);
    list.takeRoots();
  }

  private divide(from: number, to: number): void {
    if (to - from <= LEAF) return;
    const { values, columns } = this.points;
    const axis = this.widestAxis(from, to);
    const part = this.order.subarray(from, to);
    part.sort((a, b) => values[a * columns + axis]! - values[b * columns + axis]! || a - b);
    const middle = (from + to) >> 1;
    this.axes[middle] = axis;
    this.divide(from, middle);
    this.divide(middle + 1, to);
  }

  private widestAxis(from: number, to: number): number {
    const { values, columns } = this.points;
    let [widest, width] = [0, -1];
    for (let axis = 0; axis < columns; axis++) {
      let [low, high] = [Infinity, -Infinity];
      for (let i = from; i < to; i++) {
        const x = values[this.order[i]! * columns + axis]!;
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
      if (high - low > width) [widest, width] = [axis, high - low];
    }
    return widest;
  }

  private search(point: number, list: NearestList, from: number, to: number): void {
    const { order, points } = this;
    if (to - from <= LEAF) {
      for (let i = from; i < to; i++) this.offer(point, order[i]!, list);
      return;
    }
    const middle = (from + to) >> 1;
    const axis = this.axes[middle]!;
    const { values, columns } = points;
    const beyond = values[point * columns + axis]! - values[order[middle]! * columns + axis]!;
    if (beyond <= 0) this.search(point, list, from, middle);
    else this.search(point, list, middle + 1, to);
    // What is exactly as far may still have the smaller index.
    if (beyond * beyond > list.bar) return;
    this.offer(point, order[middle]!, list);
    if (beyond <= 0) this.search(point, list, middle + 1, to);
    else this.search(point, list, from, middle);
  }

  private offer(point: number, other: number, list: NearestList): void {
    if (other === point) return;
    const { values, columns } = this.points;
    let square = 0;
    for (let j = 0; j < columns; j++) {
      const difference = values[point * columns + j]! - values[other * columns + j]!;
      square += difference * difference;
    }
    list.offer(other, square);
  }
}
