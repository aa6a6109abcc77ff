import { type Point, seen, type Turn } from '../_map/camera';
import { type Cloud, pointOf } from '../_map/cloud';

interface Props {
  cloud: Cloud;
  turn: Turn;
  from: Point;
  rows: readonly number[];
  color: string;
  dash: string;
}

/** Lines from a place to points of a map, in units of the map. */
export function RowLines({ cloud, turn, from, rows, color, dash }: Props) {
  const start = seen(turn, from);
  return rows.map((row) => {
    const end = seen(turn, pointOf(cloud, row));
    return (
      <line
        key={row}
        x1={start.x}
        y1={start.y}
        x2={end.x}
        y2={end.y}
        stroke={color}
        strokeDasharray={dash}
        strokeWidth={1.75}
        vectorEffect="non-scaling-stroke"
      />
    );
  });
}
