import type { MapPoints } from '@/lib/exporters/map-points';
import type { Point, Turn } from './camera';
import { flatten } from './flatten';
import { type Frame, frameOf, intoFrame } from './frame';
import { makeGrid, type PointGrid } from './point-grid';

/** The points of a map in its frame, of however many dimensions. */
export interface Cloud {
  count: number;
  /** Whether it has three dimensions, and so can be turned. */
  solid: boolean;
  frame: Frame;
  /** x, y, z per point, within −1 … 1; z is 0 on a map of two dimensions. */
  positions: Float32Array;
  /** The points as they are seen, sorted into cells: what lies where. Kept until another turn is asked for. */
  seenFrom(turn: Turn): PointGrid;
}

/** @complexity linear in the number of points, as is each new turn of a map of three dimensions */
export function makeCloud({
  positions,
  components,
  count,
}: Pick<MapPoints, 'positions' | 'components' | 'count'>): Cloud {
  const frame = frameOf(positions, components);
  const framed = intoFrame(frame, positions);
  const places = new Float32Array(count * 3);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < components; c++) places[i * 3 + c] = framed[i * components + c]!;
  const solid = components === 3;
  let kept: { turn: Turn; grid: PointGrid } | null = null;
  return {
    ...{ count, solid, frame, positions: places },
    seenFrom(turn) {
      if (kept?.turn.yaw === turn.yaw && kept.turn.pitch === turn.pitch) return kept.grid;
      const { flat, depths } = flatten(places, turn);
      kept = { turn, grid: makeGrid(flat, solid ? depths : null) };
      return kept.grid;
    },
  };
}

export const pointOf = ({ positions }: Pick<Cloud, 'positions'>, i: number): Point => ({
  ...{ x: positions[i * 3]!, y: positions[i * 3 + 1]!, z: positions[i * 3 + 2]! },
});
