import { kthLargest } from './kth-largest';

/** No 32-bit integer is below this bar. */
const LOWEST = -(2 ** 31);
const SMALLEST_ROOM = 128;

/**
 * Keeps what may belong to the k largest of a stream of integers that are each known to ± error.
 *
 * The bar rises whenever the list is full: a number more than twice the error below the k-th largest so far is ruled
 * out.
 *
 * @complexity O(1) amortised to offer; memory O(k + numbers within twice the error of the k-th)
 */
export class Shortlist {
  /** What is below it need not be offered. */
  bar = LOWEST;
  private size = 0;
  private limit: number;
  private positions = new Int32Array(SMALLEST_ROOM);
  private values = new Int32Array(SMALLEST_ROOM);
  private readonly k: number;
  private readonly margin: number;

  /** @param k  integer ≥ 1 */
  constructor(k: number, error: number) {
    this.k = k;
    this.margin = Math.ceil(2 * error);
    this.limit = Math.max(SMALLEST_ROOM, 2 * k);
  }

  offer(position: number, value: number): void {
    if (value < this.bar) return;
    if (this.size === this.limit) {
      this.prune();
      this.limit = Math.max(this.limit, 2 * this.size);
      if (value < this.bar) return;
    }
    if (this.size === this.positions.length) this.grow();
    this.positions[this.size] = position;
    this.values[this.size++] = value;
  }

  /** Positions that are not ruled out, in the order in which they were offered. */
  finish(): Int32Array {
    this.prune();
    return this.positions.subarray(0, this.size);
  }

  private prune(): void {
    if (this.size < this.k) return;
    const bar = kthLargest(this.values.subarray(0, this.size), this.k) - this.margin;
    this.bar = Math.max(LOWEST, bar);
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (this.values[i]! < this.bar) continue;
      this.positions[kept] = this.positions[i]!;
      this.values[kept++] = this.values[i]!;
    }
    this.size = kept;
  }

  private grow(): void {
    const [positions, values] = [this.positions, this.values];
    this.positions = new Int32Array(2 * positions.length);
    this.values = new Int32Array(2 * values.length);
    this.positions.set(positions);
    this.values.set(values);
  }
}
