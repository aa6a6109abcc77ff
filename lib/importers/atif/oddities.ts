/** Departures from a format, each kind told once with how often it was met. */
export class Oddities {
  readonly #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  inWords(): string[] {
    return [...this.#counts].map(([what, count]) => (count === 1 ? `1 ${what}` : `${count} times: ${what}`));
  }
}
