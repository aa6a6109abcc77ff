import { formatNumber } from '@/app/_components/format';

/** The upright lines of a drawing of differences, the one at 0 stronger, with their values at its foot. */
export function SignedAxis({
  ticks,
  x,
  top,
  height,
}: {
  ticks: readonly number[];
  x: (value: number) => number;
  /** Where the lines begin. */
  top: number;
  /** Of the whole drawing. */
  height: number;
}) {
  return ticks.map((tick) => (
    <g key={tick}>
      <line
        x1={x(tick)}
        x2={x(tick)}
        y1={top}
        y2={height - 20}
        stroke={tick === 0 ? 'var(--text-muted)' : 'var(--line)'}
      />
      <text x={x(tick)} y={height - 6} textAnchor="middle" fontSize="11" fill="var(--text-muted)">
        {tick > 0 ? '+' : ''}
        {formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}
      </text>
    </g>
  ));
}
