import { idOf, type MapPoints, noCode } from '@/lib/exporters/map-points';
import type { Group, Shading } from '../_map/colorings';

/** One of two maps whose memories are known by common numbers. */
export interface LinkedSide {
  /** With the same names of benchmarks as the other map, so that colours mean the same. */
  points: MapPoints;
  /** Row by memory number; −1 for a memory that is not on this map. */
  rowOf: Int32Array;
  /** Memory number by row. */
  memoryOf: Uint32Array;
}

/** Two maps, memory by memory. */
export interface LinkedMaps {
  /** Memories on either map. Those of the left map come first, in its order. */
  count: number;
  left: LinkedSide;
  right: LinkedSide;
  /** Number by id; without memories that were deleted since. */
  numberOf: ReadonlyMap<string, number>;
}

/** Links two maps by the ids of their memories. @complexity linear in the number of points */
export function linkMaps(left: MapPoints, right: MapPoints): LinkedMaps {
  const numberOf = new Map<string, number>();
  for (let row = 0; row < left.count; row++) {
    const id = idOf(left, row);
    if (id) numberOf.set(id, row);
  }
  let count = left.count;
  const ofRight = Uint32Array.from({ length: right.count }, (_, row) => {
    const id = idOf(right, row);
    const known = id === null ? undefined : numberOf.get(id);
    if (known !== undefined) return known;
    if (id) numberOf.set(id, count);
    return count++;
  });
  const names = [...new Set([...left.benchmarks, ...right.benchmarks])].sort();
  const side = (points: MapPoints, memoryOf: Uint32Array): LinkedSide => {
    const rowOf = new Int32Array(count).fill(-1);
    memoryOf.forEach((memory, row) => {
      rowOf[memory] = row;
    });
    return { points: withBenchmarks(points, names), rowOf, memoryOf };
  };
  const ofLeft = Uint32Array.from({ length: left.count }, (_, row) => row);
  return { count, left: side(left, ofLeft), right: side(right, ofRight), numberOf };
}

function withBenchmarks(points: MapPoints, names: string[]): MapPoints {
  const codeOf = points.benchmarks.map((name) => names.indexOf(name));
  const benchmark = points.benchmark.map((code) => (code === noCode ? noCode : codeOf[code]!));
  return { ...points, benchmarks: names, benchmark };
}

/** Rows of a map for memory numbers, ascending; without those that are not on it. */
export const rowsOn = ({ rowOf }: LinkedSide, memories: Iterable<number>): Uint32Array =>
  Uint32Array.from([...memories].map((memory) => rowOf[memory]!).filter((row) => row >= 0)).sort();

/** The points of a map with the share of neighbours kept in the place of what its drawing kept. */
export function withKept({ points, memoryOf }: LinkedSide, kept: Float32Array | null): MapPoints {
  return { ...points, recall: Float32Array.from(memoryOf, (memory) => kept?.[memory] ?? Number.NaN) };
}

/** The legend of both maps together: each memory counts once. */
export function jointLegend({ count, left, right }: LinkedMaps, ours: Shading, theirs: Shading): Group[] {
  const counts = new Uint32Array(ours.groups.length);
  for (let memory = 0; memory < count; memory++) {
    const row = left.rowOf[memory]!;
    counts[row >= 0 ? ours.group[row]! : theirs.group[right.rowOf[memory]!]!]!++;
  }
  return ours.groups.map((group, g) => ({ ...group, count: counts[g]! }));
}

/** The map that a memory is on, and its row there; the left one where it is on both. */
export function whereIs({ left, right }: LinkedMaps, memory: number): { points: MapPoints; row: number } {
  const row = left.rowOf[memory]!;
  return row >= 0 ? { points: left.points, row } : { points: right.points, row: right.rowOf[memory]! };
}
