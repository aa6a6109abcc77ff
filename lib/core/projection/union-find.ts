/** Sets of numbers that grow together; almost constant time (Tarjan 1975). */
export class UnionFind {
  private readonly parents: Uint32Array;

  constructor(count: number) {
    this.parents = Uint32Array.from({ length: count }, (_, i) => i);
  }

  /** The number that stands for the set of another. */
  find(i: number): number {
    const { parents } = this;
    let at = i;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }

  /** Makes the set of `i` part of that of `into`, which stands for both. */
  join(i: number, into: number): void {
    this.parents[this.find(i)] = this.find(into);
  }
}
