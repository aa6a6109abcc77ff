import { type Random, seededRandom } from '@/lib/core/random';

/** A normal number, by Box and Muller. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Gaussian clusters, rows × columns, row-major; row i belongs to cluster i mod `clusters`. */
export function clusteredVectors(
  rows: number,
  columns: number,
  clusters: number,
  seed: number,
): Float32Array {
  const random = seededRandom(seed);
  const centres = Float32Array.from({ length: clusters * columns }, () => normal(random));
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => centres[(Math.floor(i / columns) % clusters) * columns + (i % columns)]! + normal(random),
  );
}

/** Documents of `least` to `most` words, common words more often, as in language. */
export function documents(count: number, least: number, most: number, seed: number): string[] {
  const random = seededRandom(seed);
  const word = () => `w${Math.floor(20_000 * random() ** 3)}`;
  return Array.from({ length: count }, () =>
    Array.from({ length: least + Math.floor((most - least + 1) * random()) }, word).join(' '),
  );
}
