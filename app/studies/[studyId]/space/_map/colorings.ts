import { benchmarkColor, memoryTypeColor } from '@/app/_charts/palette';
import { formatNumber } from '@/lib/core/format-number';
import { type MapPoints, noCode } from '@/lib/exporters/map-points';
import { type RampId, rampColor } from './ramp';

/** An entry of the legend: points that are shown and hidden together. */
export interface Group {
  name: string;
  /** A CSS colour. */
  color: string;
  count: number;
}

/** How points are coloured, and by what they are filtered. */
export interface Shading {
  groups: Group[];
  /** Index into `groups` per point. */
  group: Uint16Array;
  /** The colours drawn; CSS. */
  shades: string[];
  /** Index into `shades` per point. */
  shade: Uint16Array;
  /** Of a continuous colouring: what its ends and middle are worth, in words. */
  scale: { ramp: string[]; marks: string[]; unknown: number } | null;
}

const unknownColor = 'var(--baseline)';
/** Shades of a ramp: finer than an eye tells apart. */
const rampShades = 64;
const bands = 5;

function byName(
  points: MapPoints,
  codes: Uint16Array | Uint8Array,
  names: readonly string[],
  colorOf: (name: string, place: number) => string,
  unknown: string,
): Shading {
  const shades = [...names.map(colorOf), unknownColor];
  const shade = new Uint16Array(points.count);
  const counts = new Uint32Array(shades.length);
  for (let i = 0; i < points.count; i++) {
    shade[i] = codes[i] === noCode ? names.length : codes[i]!;
    counts[shade[i]!]!++;
  }
  const groups = [...names, unknown].map((name, g) => ({ name, color: shades[g]!, count: counts[g]! }));
  return { groups, group: shade, shades, shade, scale: null };
}

interface Scale {
  ramp: RampId;
  /** Place on the ramp, 0 to 1, and back. */
  place(value: number): number;
  value(place: number): number;
  whole: boolean;
  write(value: number): string;
}

/** What values between two places are called; whole numbers by those that can occur. */
function bandName({ value, whole, write }: Scale, from: number, to: number): string {
  if (!whole) return `${write(value(from))} to ${write(value(to))}`;
  const low = Math.ceil(value(from) - 1e-9);
  const high = to === 1 ? Math.round(value(1)) : Math.ceil(value(to) - 1e-9) - 1;
  return high > low ? `${write(low)} to ${write(high)}` : write(low);
}

function byValue(points: MapPoints, values: Float32Array | Uint32Array, scale: Scale): Shading {
  const ramp = Array.from({ length: rampShades }, (_, s) => rampColor(scale.ramp, s / (rampShades - 1)));
  const shade = new Uint16Array(points.count);
  const group = new Uint16Array(points.count);
  const counts = new Uint32Array(bands + 1);
  for (let i = 0; i < points.count; i++) {
    const place = scale.place(values[i]!);
    const known = !Number.isNaN(place);
    shade[i] = known ? Math.round(Math.min(1, Math.max(0, place)) * (rampShades - 1)) : rampShades;
    group[i] = known ? Math.min(bands - 1, Math.max(0, Math.floor(place * bands + 1e-9))) : bands;
    counts[group[i]!]!++;
  }
  const groups = Array.from({ length: bands + 1 }, (_, b) => ({
    name: b === bands ? 'not known' : bandName(scale, b / bands, (b + 1) / bands),
    color: b === bands ? unknownColor : rampColor(scale.ramp, (b + 0.5) / bands),
    count: counts[b]!,
  }));
  const marks = [0, 0.5, 1].map((place) => scale.write(scale.value(place)));
  return {
    ...{ groups, group, shade, shades: [...ramp, unknownColor] },
    scale: { ramp, marks: [...new Set(marks)], unknown: counts[bands]! },
  };
}

function upliftScale(uplift: Float32Array): Scale {
  let most = 0;
  for (const u of uplift) if (!Number.isNaN(u)) most = Math.max(most, Math.abs(u));
  // A whole tenth, so that the legend reads well and a study without uplifts has a scale, too.
  const end = Math.max(0.1, Math.ceil(most * 10 - 1e-6) / 10);
  return {
    ramp: 'bothWays',
    whole: false,
    place: (u) => (u + end) / (2 * end),
    value: (place) => place * 2 * end - end,
    write: (u) => `${u > 1e-9 ? '+' : ''}${formatNumber(Math.abs(u) < 1e-9 ? 0 : u, 2)}`,
  };
}

function usesScale(uses: Uint32Array): Scale {
  let most = 1;
  for (const n of uses) most = Math.max(most, n);
  return {
    ramp: 'more',
    whole: true,
    place: (n) => Math.log1p(n) / Math.log1p(most),
    value: (place) => Math.expm1(place * Math.log1p(most)),
    write: (n) => String(Math.round(n)),
  };
}

const shareScale: Scale = {
  ramp: 'more',
  whole: false,
  place: (a) => a,
  value: (place) => place,
  write: (a) => formatNumber(a, 1),
};

const outcomeNames = ['source failed', 'source succeeded'];
const outcomeColors = ['var(--bad)', 'var(--good)'];

/** A colouring is a line here; the page, its address and its legend follow. */
export const colorings = {
  benchmark: {
    label: 'benchmark',
    shade: (p: MapPoints) =>
      byName(p, p.benchmark, p.benchmarks, (b) => benchmarkColor(b, p.benchmarks), 'unknown'),
  },
  type: {
    label: 'type',
    shade: (p: MapPoints) => byName(p, p.type, p.types, (_, t) => memoryTypeColor(p.types[t]!), 'unknown'),
  },
  outcome: {
    label: 'outcome',
    shade: (p: MapPoints) =>
      byName(
        p,
        Uint16Array.from(p.outcome, (o) => (o === 2 ? noCode : o)),
        outcomeNames,
        (_, o) => outcomeColors[o]!,
        'nobody said',
      ),
  },
  'source-model': {
    label: 'source model',
    shade: (p: MapPoints) =>
      byName(p, p.sourceModel, p.sourceModels, (m) => benchmarkColor(m, p.sourceModels), 'unknown model'),
  },
  pool: {
    label: 'pool',
    shade: (p: MapPoints) => byName(p, p.pool, p.pools, (m) => benchmarkColor(m, p.pools), 'deleted since'),
  },
  abstraction: {
    label: 'abstraction A',
    shade: (p: MapPoints) => byValue(p, p.abstraction, shareScale),
  },
  uplift: { label: 'measured uplift', shade: (p: MapPoints) => byValue(p, p.uplift, upliftScale(p.uplift)) },
  cluster: {
    label: 'cluster',
    shade: (p: MapPoints) =>
      byName(p, p.cluster, p.clusters, (c) => benchmarkColor(c, p.clusters), 'in no cluster'),
  },
  trustworthiness: {
    label: 'trustworthiness',
    shade: (p: MapPoints) => byValue(p, p.trustworthiness, shareScale),
  },
  continuity: { label: 'continuity', shade: (p: MapPoints) => byValue(p, p.continuity, shareScale) },
  recall: { label: 'neighbours kept', shade: (p: MapPoints) => byValue(p, p.recall, shareScale) },
  uses: { label: 'uses', shade: (p: MapPoints) => byValue(p, p.uses, usesScale(p.uses)) },
} satisfies Record<string, { label: string; shade: (points: MapPoints) => Shading }>;

export type ColoringId = keyof typeof colorings;
export const coloringIds = Object.keys(colorings) as ColoringId[];
