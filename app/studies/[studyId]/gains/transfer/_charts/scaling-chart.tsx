'use client';

import { niceScale } from '@/app/_charts/nice-scale';
import { useLayout } from '@/app/_charts/use-layout';
import { formatNumber } from '@/app/_components/format';
import type { ScalingLine } from './scaling-rows';

const left = 44;
const top = 12;
const bottom = 40;

interface Layout {
  plot: number;
  height: number;
  /** Room for names at the ends of lines. */
  names: number;
  className: string;
}

const wide: Layout = {
  ...{ plot: 560, height: 300, names: 170 },
  className: 'w-full max-w-[860px]',
};
const narrow: Layout = { plot: 220, height: 240, names: 120, className: 'w-full max-w-[420px]' };

interface Props {
  lines: ScalingLine[];
  /** The axis in words. */
  axis: string;
  /** Whether sizes are shares, which are written in percent. */
  isShare: boolean;
}

/** Gain against the size of the pool: thin lines for benchmarks, a thick one with intervals for their average. */
export function ScalingChart(props: Props) {
  return <Drawing {...props} layout={useLayout(wide, narrow)} />;
}

function Drawing({ lines, axis, isShare, layout }: Props & { layout: Layout }) {
  const { plot, height, names } = layout;
  const drawn = lines.filter(({ points }) => points.length > 0);
  const sizes = [...new Set(drawn.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const [least, most] = [sizes[0] ?? 0, sizes.at(-1) ?? 1];
  const x = (size: number) =>
    left + 14 + (least === most ? 0.5 : (size - least) / (most - least)) * (plot - 28);
  const reach = drawn.flatMap(({ points, average }) =>
    points.flatMap(({ y, low, high }) => (average ? [y, low ?? y, high ?? y] : [y])),
  );
  const { low, high, ticks } = niceScale(reach, 5);
  const y = (points: number) => top + ((high - points) / (high - low || 1)) * (height - top - bottom);
  return (
    <svg
      viewBox={`0 0 ${left + plot + names} ${height}`}
      className={layout.className}
      role="img"
      aria-label={`Gain in percentage points against ${axis}`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={left}
            x2={left + plot}
            y1={y(tick)}
            y2={y(tick)}
            stroke={tick === 0 ? 'var(--text-muted)' : 'var(--line)'}
          />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--text-muted)">
            {tick > 0 ? '+' : ''}
            {formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}
          </text>
        </g>
      ))}
      {sizes.map((size) => (
        <text
          key={size}
          x={x(size)}
          y={height - bottom + 18}
          textAnchor="middle"
          fontSize="11"
          fill="var(--text-muted)"
        >
          {isShare ? Number((size * 100).toPrecision(4)) : size}
        </text>
      ))}
      <text x={left + plot / 2} y={height - 6} textAnchor="middle" fontSize="11" fill="var(--text-faint)">
        {axis}
      </text>
      {drawn.map((line) => (
        <Line key={line.key} line={line} x={x} y={y} />
      ))}
      {endNames(drawn, y).map(({ line, at }) => (
        <text
          key={line.key}
          x={left + plot + 4}
          y={at + 4}
          fontSize="11.5"
          fontWeight={line.average ? 600 : 400}
          fill={line.color}
        >
          {line.label}
        </text>
      ))}
    </svg>
  );
}

const apart = 14;

/** Names beside the last points of their lines, moved down where they would lie on each other. */
function endNames(lines: readonly ScalingLine[], y: (points: number) => number) {
  let free = Number.NEGATIVE_INFINITY;
  return lines
    .map((line) => ({ line, at: y(line.points.at(-1)!.y) }))
    .sort((a, b) => a.at - b.at)
    .map(({ line, at }) => {
      const placed = Math.max(at, free);
      free = placed + apart;
      return { line, at: placed };
    });
}

function Line({
  line: { points, color, average },
  x,
  y,
}: {
  line: ScalingLine;
  x: (size: number) => number;
  y: (points: number) => number;
}) {
  return (
    <g stroke={color} fill="none">
      <polyline
        points={points.map((point) => `${x(point.x)},${y(point.y)}`).join(' ')}
        strokeWidth={average ? 2.5 : 1.25}
        opacity={average ? 1 : 0.8}
      />
      {points.map((point) => (
        <g key={point.x}>
          {average && point.low !== null && point.high !== null ? (
            <line x1={x(point.x)} x2={x(point.x)} y1={y(point.low)} y2={y(point.high)} strokeWidth="1.5" />
          ) : null}
          <circle cx={x(point.x)} cy={y(point.y)} r={average ? 4 : 3} fill={color} stroke="none">
            <title>{`${point.sentence}: ${formatNumber(point.y, 1)} pp`}</title>
          </circle>
        </g>
      ))}
    </g>
  );
}
