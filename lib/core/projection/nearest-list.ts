/** Keeps the k nearest of the points that it is offered, ascending; of equally near ones those of smaller index. */
export class NearestList {
  private kept = 0;
  /** Distance that the next one must not exceed. */
  bar = Infinity;

  /** @param at  where in the arrays the list begins */
  constructor(
    private readonly into: { indices: Uint32Array; distances: Float64Array },
    private readonly at: number,
    readonly k: number,
  ) {}

  offer(index: number, distance: number): void {
    if (distance > this.bar) return;
    const { indices, distances } = this.into;
    let place = this.at + this.kept;
    if (this.kept === this.k) {
      place--;
      if (!this.isAfter(place, index, distance)) return;
    } else this.kept++;
    for (; place > this.at && this.isAfter(place - 1, index, distance); place--) {
      distances[place] = distances[place - 1]!;
      indices[place] = indices[place - 1]!;
    }
    distances[place] = distance;
    indices[place] = index;
    if (this.kept === this.k) this.bar = distances[this.at + this.k - 1]!;
  }

  private isAfter(place: number, index: number, distance: number): boolean {
    const { indices, distances } = this.into;
    return distances[place]! > distance || (distances[place] === distance && indices[place]! > index);
  }

  /** Distances kept so far become their square roots. */
  takeRoots(): void {
    const { distances } = this.into;
    for (let i = this.at; i < this.at + this.kept; i++) distances[i] = Math.sqrt(distances[i]!);
  }
}
