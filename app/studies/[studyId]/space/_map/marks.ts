import type { MapPoints } from '@/lib/exporters/map-points';
import type { Shading } from './colorings';

/** How a point is drawn, as bits of one byte. */
export const mark = { hidden: 1, faint: 2, picked: 4, hollow: 8, rimmed: 16 } as const;

interface Chosen {
  shading: Shading;
  /** Names of legend entries. */
  hidden: ReadonlySet<string>;
  /** Points that a search lights up; null without a search. */
  matches: Uint32Array | null;
  picked: Uint32Array;
  /** Whether outcomes show in the outline: failures hollow, successes rimmed. */
  outline: boolean;
}

/** The marks of all points, and how many of them are seen. @complexity linear in the number of points */
export function markPoints(
  points: MapPoints,
  { shading, hidden, matches, picked, outline }: Chosen,
): { marks: Uint8Array; shown: number } {
  const hides = Uint8Array.from(shading.groups, ({ name }) => (hidden.has(name) ? 1 : 0));
  const marks = new Uint8Array(points.count);
  if (matches) {
    marks.fill(mark.faint);
    for (const i of matches) marks[i] = 0;
  }
  let shown = 0;
  for (let i = 0; i < points.count; i++) {
    if (hides[shading.group[i]!]) marks[i]! |= mark.hidden;
    else shown++;
    if (outline && points.outcome[i] !== 2) marks[i]! |= points.outcome[i] === 1 ? mark.rimmed : mark.hollow;
  }
  for (const i of picked) marks[i]! |= mark.picked;
  return { marks, shown };
}

/** Of the diameter of a point without any use. */
const leastSize = 0.7;
const mostSize = 2;

/** Diameters as parts of the common one, in steps of 1/100: areas grow with uses. All 100 where sizes mean nothing. */
export function sizePoints({ count, uses }: MapPoints, by: 'same' | 'uses'): Uint8Array {
  const sizes = new Uint8Array(count).fill(100);
  if (by === 'same') return sizes;
  let most = 1;
  for (const n of uses) most = Math.max(most, n);
  for (let i = 0; i < count; i++)
    sizes[i] = Math.round(100 * (leastSize + (mostSize - leastSize) * Math.sqrt(uses[i]! / most)));
  return sizes;
}

/** The common diameter in CSS pixels: the fewer points, the larger. */
export const diameterOf = (count: number): number => (count > 20_000 ? 2.5 : count > 2_000 ? 4.5 : 8);
