/** Points sorted into square cells, so that those near a place are found without looking at all. */
export interface PointGrid {
  /** x, y per point, within −1 … 1. */
  positions: Float32Array;
  /** How near each point is; null on a map of two dimensions. */
  depths: Float32Array | null;
  /** Along one side. */
  cells: number;
  /** Where the points of each cell begin in `order`; one more than there are cells. */
  starts: Uint32Array;
  order: Uint32Array;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

const pointsPerCell = 4;
const mostCells = 512;

const cellOf = (v: number, cells: number): number =>
  Math.min(cells - 1, Math.max(0, Math.floor(((v + 1) / 2) * cells)));

/** @complexity linear in the number of points, in time and space */
export function makeGrid(positions: Float32Array, depths: Float32Array | null = null): PointGrid {
  const count = positions.length / 2;
  const cells = Math.min(mostCells, Math.max(1, Math.ceil(Math.sqrt(count / pointsPerCell))));
  const starts = new Uint32Array(cells * cells + 1);
  const own = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    own[i] = cellOf(positions[i * 2 + 1]!, cells) * cells + cellOf(positions[i * 2]!, cells);
    starts[own[i]! + 1]!++;
  }
  for (let c = 0; c < cells * cells; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[next[own[i]!]!++] = i;
  return { positions, depths, cells, starts, order };
}

function eachIn(
  { cells, starts, order }: PointGrid,
  box: readonly [left: number, bottom: number, right: number, top: number],
  visit: (i: number) => void,
): void {
  const [left, bottom, right, top] = box.map((v) => cellOf(v, cells)) as [number, number, number, number];
  for (let row = bottom; row <= top; row++)
    for (let at = starts[row * cells + left]!; at < starts[row * cells + right + 1]!; at++) visit(order[at]!);
}

/** The nearest point within a radius that may be seen; −1 for none. */
export function nearestPoint(
  grid: PointGrid,
  x: number,
  y: number,
  radius: number,
  visible: (i: number) => boolean,
): number {
  let [best, least] = [-1, radius * radius];
  eachIn(grid, [x - radius, y - radius, x + radius, y + radius], (i) => {
    const squared = (grid.positions[i * 2]! - x) ** 2 + (grid.positions[i * 2 + 1]! - y) ** 2;
    if (squared <= least && visible(i)) [best, least] = [i, squared];
  });
  return best;
}

/** The point in front of those whose discs cover a place, where some lie before others; else as nearestPoint. */
export function pointUnder(
  grid: PointGrid,
  [x, y]: readonly [x: number, y: number],
  { disc, reach }: { disc: number; reach: number },
  visible: (i: number) => boolean,
): number {
  const { depths, positions } = grid;
  let [front, most] = [-1, -Infinity];
  if (depths) {
    eachIn(grid, [x - disc, y - disc, x + disc, y + disc], (i) => {
      const away = Math.hypot(positions[i * 2]! - x, positions[i * 2 + 1]! - y);
      if (away <= disc && depths[i]! > most && visible(i)) [front, most] = [i, depths[i]!];
    });
  }
  return front >= 0 ? front : nearestPoint(grid, x, y, reach, visible);
}

/** Of the area of a polygon given as x, y, x, y …, by the even-odd rule. */
function contains(polygon: ArrayLike<number>, x: number, y: number): boolean {
  let inside = false;
  for (let a = 0, b = polygon.length - 2; a < polygon.length; b = a, a += 2) {
    const [ya, yb] = [polygon[a + 1]!, polygon[b + 1]!];
    if (ya > y !== yb > y && x < ((polygon[b]! - polygon[a]!) * (y - ya)) / (yb - ya) + polygon[a]!)
      inside = !inside;
  }
  return inside;
}

/** The points within a polygon that may be seen, by number. @param polygon x, y, x, y …; may cross itself */
export function pointsWithin(
  grid: PointGrid,
  polygon: ArrayLike<number>,
  visible: (i: number) => boolean,
): Uint32Array {
  if (polygon.length < 6) return new Uint32Array(0);
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let a = 0; a < polygon.length; a += 2) {
    left = Math.min(left, polygon[a]!);
    right = Math.max(right, polygon[a]!);
    bottom = Math.min(bottom, polygon[a + 1]!);
    top = Math.max(top, polygon[a + 1]!);
  }
  const found: number[] = [];
  eachIn(grid, [left, bottom, right, top], (i) => {
    if (visible(i) && contains(polygon, grid.positions[i * 2]!, grid.positions[i * 2 + 1]!)) found.push(i);
  });
  return Uint32Array.from(found).sort();
}

/** What lies off the way counts this many times, so that the next point is the one that an eye would name. */
const offTheWay = 2;

/**
 * The next point in a direction: of those at most 45 degrees off it the nearest, detours counting double. −1 for none.
 *
 * @complexity linear in the number of points
 */
export function nextPoint(
  { positions }: PointGrid,
  from: number,
  direction: Direction,
  visible: (i: number) => boolean,
): number {
  const [axis, sign] = {
    ...{ left: [0, -1] as const, right: [0, 1] as const, up: [1, 1] as const, down: [1, -1] as const },
  }[direction];
  let [best, least] = [-1, Infinity];
  for (let i = 0; i < positions.length / 2; i++) {
    const along = (positions[i * 2 + axis]! - positions[from * 2 + axis]!) * sign;
    if (!(along > 0)) continue;
    const across = Math.abs(positions[i * 2 + 1 - axis]! - positions[from * 2 + 1 - axis]!);
    const cost = along + offTheWay * across;
    if (across <= along && cost < least && visible(i)) [best, least] = [i, cost];
  }
  return best;
}
