import type { MemoryType } from '@/lib/core/vocabulary';

/** The points of a map as they travel: typed arrays beside a dictionary of names. */
export interface MapPoints {
  count: number;
  /** x, y per point. */
  positions: Float32Array;
  /** Index into `benchmarks` per point; 65535 for none. */
  benchmark: Uint16Array;
  /** Index into `types` per point. */
  type: Uint8Array;
  /** 0 failure, 1 success, 2 unknown. */
  outcome: Uint8Array;
  benchmarks: string[];
  types: MemoryType[];
  ids: (string | null)[];
  titles: string[];
}

/**
 * Reads the bytes of a map (their layout is written at the route that sends them).
 *
 * @throws RangeError when the bytes are fewer than they announce
 */
export function parsePoints(bytes: ArrayBuffer): MapPoints {
  const head = new DataView(bytes);
  const count = head.getUint32(0, true);
  const dictionaryBytes = head.getUint32(4, true);
  if (bytes.byteLength !== 8 + count * 12 + dictionaryBytes) {
    throw new RangeError(`a map of ${count} points came with ${bytes.byteLength} bytes`);
  }
  let at = 8;
  const take = (length: number): ArrayBuffer => {
    const part = bytes.slice(at, at + length);
    at += length;
    return part;
  };
  const positions = new Float32Array(take(count * 8));
  const benchmark = new Uint16Array(take(count * 2));
  const type = new Uint8Array(take(count));
  const outcome = new Uint8Array(take(count));
  const dictionary = JSON.parse(new TextDecoder().decode(take(dictionaryBytes))) as Pick<
    MapPoints,
    'benchmarks' | 'types' | 'ids' | 'titles'
  >;
  return { count, positions, benchmark, type, outcome, ...dictionary };
}

export const colorings = ['benchmark', 'type', 'outcome'] as const;
export type Coloring = (typeof colorings)[number];

const noBenchmark = 65_535;
const outcomeNames = ['source failed', 'source succeeded', 'nobody said'];
const outcomeColors = ['var(--bad)', 'var(--good)', 'var(--baseline)'];

export interface LegendEntry {
  name: string;
  /** A CSS colour. */
  color: string;
  count: number;
}

/** The categories of a colouring, and each point's place in them. */
export function categorise(
  points: MapPoints,
  coloring: Coloring,
  colors: { benchmark: (name: string) => string; type: (type: MemoryType) => string },
): { entries: LegendEntry[]; categories: Uint16Array } {
  const categories = new Uint16Array(points.count);
  let names: [string, string][];
  if (coloring === 'benchmark') {
    names = [
      ...points.benchmarks.map((b): [string, string] => [b, colors.benchmark(b)]),
      ['unknown', 'var(--text-faint)'],
    ];
    for (let i = 0; i < points.count; i++) {
      categories[i] = points.benchmark[i] === noBenchmark ? points.benchmarks.length : points.benchmark[i]!;
    }
  } else if (coloring === 'type') {
    names = points.types.map((t) => [t, colors.type(t)]);
    categories.set(points.type);
  } else {
    names = outcomeNames.map((n, i) => [n, outcomeColors[i]!]);
    categories.set(points.outcome);
  }
  const counts = new Array<number>(names.length).fill(0);
  for (const c of categories) counts[c]!++;
  return { entries: names.map(([name, color], i) => ({ name, color, count: counts[i]! })), categories };
}

/** Positions scaled into −1 … 1 on both axes with the same unit, so that distances keep their proportion. */
export function fitToView(positions: Float32Array): Float32Array {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i]!);
    right = Math.max(right, positions[i]!);
    bottom = Math.min(bottom, positions[i + 1]!);
    top = Math.max(top, positions[i + 1]!);
  }
  const half = Math.max(right - left, top - bottom) / 2 || 1;
  return positions.map((v, i) => ((v - (i % 2 === 0 ? left + right : bottom + top) / 2) / half) * 0.95);
}

/** At most `most` of the indices 0 … count − 1, evenly spread: points lie in order of import, so the first would be one pool. */
export function spreadIndices(count: number, most: number): number[] {
  const drawn = Math.min(count, most);
  return Array.from({ length: drawn }, (_, i) => Math.floor((i * count) / drawn));
}
