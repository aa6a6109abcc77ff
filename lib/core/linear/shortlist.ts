/** No 32-bit integer is below this bar. */
const LOWEST = -(2 ** 31);

const SMALLEST_ROOM = 128;
/** Beyond this, keeping a sorted list of k by insertion loses to sorting everything now and then. */
const LARGEST_INSERTION = 128;

/**
 * Keeps what may belong to the k largest of a stream of integers that are each known to ± error.
 *
 * A number more than twice the error below the k-th largest so far is ruled out: the bar. It rises with every number,
 * or for large k whenever the list is full.
 *
 * @complexity O(k) to offer one of the k largest so far for k up to 128, else O(1) or, for large k, O(log) amortised;
 *   memory O(k + numbers within twice the error of the k-th)
 */
export class Shortlist {
  /** What is below it need not be offered. */
  bar = LOWEST;
  private size = 0;
  private limit: number;
  private positions = new Int32Array(SMALLEST_ROOM);
  private values = new Int32Array(SMALLEST_ROOM);
  /** The k largest so far, descending, for small k. */
  private readonly best: Int32Array | null;
  private readonly k: number;
  private readonly margin: number;

  /** @param k  integer ≥ 1 */
  constructor(k: number, error: number) {
    this.k = k;
    this.margin = Math.ceil(2 * error);
    this.limit = Math.max(SMALLEST_ROOM, 2 * k);
    this.best = k > LARGEST_INSERTION ? null : new Int32Array(k).fill(LOWEST);
  }

  offer(position: number, value: number): void {
    if (value < this.bar) return;
    if (this.best) this.insert(this.best, value);
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

  private insert(best: Int32Array, value: number): void {
    let at = this.k - 1;
    if (value <= best[at]!) return;
    for (; at > 0 && best[at - 1]! < value; at--) best[at] = best[at - 1]!;
    best[at] = value;
    this.raise(best[this.k - 1]!);
  }

  private raise(kth: number): void {
    this.bar = Math.max(LOWEST, kth - this.margin);
  }

  private prune(): void {
    if (this.size < this.k) return;
    if (!this.best) this.raise(this.values.slice(0, this.size).sort()[this.size - this.k]!);
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
