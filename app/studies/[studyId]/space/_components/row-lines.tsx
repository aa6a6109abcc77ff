interface Props {
  /** x, y per point, in units of the map. */
  positions: Float32Array;
  from: { x: number; y: number };
  rows: readonly number[];
  color: string;
  dash: string;
}

/** Lines from a place to points of a map, in units of the map. */
export function RowLines({ positions, from, rows, color, dash }: Props) {
  return rows.map((row) => (
    <line
      key={row}
      x1={from.x}
      y1={from.y}
      x2={positions[row * 2]}
      y2={positions[row * 2 + 1]}
      stroke={color}
      strokeDasharray={dash}
      strokeWidth={1.75}
      vectorEffect="non-scaling-stroke"
    />
  ));
}
