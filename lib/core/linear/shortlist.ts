/** No 32-bit integer is below this bar. */
const LOWEST = -(2 ** 31);

const SMALLEST_ROOM = 128;
/** Beyond this, keeping a sorted list of k by insertion loses to selecting the k-th now and then. */
const LARGEST_INSERTION = 24;

/**
 * Keeps what may belong to the k largest of a stream of integers that are each known to ± error.
 *
 * A number more than twice the error below the k-th largest so far is ruled out: the bar. It rises with every number,
 * or for large k whenever the list is full, and when it is asked to.
 *
 * @complexity O(k) to offer one of the k largest so far for k up to 24, else O(1) amortised;
 *   memory O(k + numbers within twice the error of the k-th)
 */
export class Shortlist {
  /** What is below it need not be offered. */
  bar = LOWEST;
  private size = 0;
  private limit: number;
  private positions: Int32Array;
  private values: Int32Array;
  /** The k largest so far, descending, for small k. */
  private readonly best: Int32Array | null;
  private readonly k: number;
  private readonly margin: number;

  /** @param k  integer ≥ 1 */
  constructor(k: number, error: number) {
    this.k = k;
    this.margin = Math.ceil(2 * error);
    this.limit = Math.max(SMALLEST_ROOM, 2 ** Math.ceil(Math.log2(2 * k)));
    const room = Math.min(this.limit, LARGEST_ROOM);
    this.positions = new Int32Array(room);
    this.values = new Int32Array(room);
    this.best = k > LARGEST_INSERTION ? null : new Int32Array(k).fill(LOWEST);
  }

  offer(position: number, value: number): void {
    if (value < this.bar) return;
    if (this.best) this.insert(this.best, value);
    if (this.size === this.limit) {
      this.prune();
      // Most of it is within the error of the k-th: it would be full again at once.
      if (this.size > (3 / 4) * this.limit) this.limit *= 2;
      if (value < this.bar) return;
    }
    if (this.size === this.positions.length) this.grow();
    this.positions[this.size] = position;
    this.values[this.size++] = value;
  }

  /** Raises the bar if that is worth its price; for whoever rules out much by it before the next offer. */
  settle(): void {
    if (!this.best && this.size >= SETTLED * this.k) this.prune();
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
    if (!this.best) this.raise(kthLargest(this.values, this.size, this.k));
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

/** Longer lists begin with this much room, and grow if they get full. */
const LARGEST_ROOM = 1 << 12;
/** Times k that a list holds before its bar is worth raising. */
const SETTLED = 1.5;

let scratch = new Int32Array(SMALLEST_ROOM);

/**
 * The k-th largest of the first `size` values, which stay as they are: quickselect around the middle of three.
 *
 * @complexity O(size) on average
 */
function kthLargest(values: Int32Array, size: number, k: number): number {
  if (scratch.length < size) scratch = new Int32Array(2 * size);
  const own = scratch;
  for (let i = 0; i < size; i++) own[i] = values[i]!;
  let [from, to] = [0, size - 1];
  const wanted = k - 1;
  while (from < to) {
    const pivot = middleOf(own[from]!, own[(from + to) >> 1]!, own[to]!);
    let [left, right] = [from, to];
    while (left <= right) {
      while (own[left]! > pivot) left++;
      while (own[right]! < pivot) right--;
      if (left <= right) {
        const other = own[left]!;
        own[left++] = own[right]!;
        own[right--] = other;
      }
    }
    if (wanted <= right) to = right;
    else if (wanted >= left) from = left;
    else break;
  }
  return own[wanted]!;
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
