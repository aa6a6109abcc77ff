/** Numbers what occurs more than once, from 1: equal entries of one file are entries of their own. */
export class Occurrences {
  #counts = new Map<string, number>();

  next(identity: string): number {
    const occurrence = (this.#counts.get(identity) ?? 0) + 1;
    this.#counts.set(identity, occurrence);
    return occurrence;
  }

  /** The identity itself the first time, then `identity#2`, `identity#3`, … */
  tellApart(identity: string): string {
    const occurrence = this.next(identity);
    return occurrence === 1 ? identity : `${identity}#${occurrence}`;
  }
}
