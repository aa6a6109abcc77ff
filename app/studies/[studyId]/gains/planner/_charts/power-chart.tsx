'use client';

import { niceScale } from '@/app/_charts/nice-scale';
import { useLayout } from '@/app/_charts/use-layout';
import { formatCount, formatNumber } from '@/app/_components/format';
import type { PowerCurve } from '@/lib/core/gains/power-curves';

interface Props {
  curves: PowerCurve[];
  /** What runs along the bottom: counts of tasks, or gains, which are drawn in percentage points. */
  of: 'tasks' | 'gain';
  /** The wanted power and the place thought of, in the units of the curves. */
  power: number;
  mark: number;
  label: string;
}

interface Layout {
  width: number;
  height: number;
  ticks: number;
  className: string;
}

const wide: Layout = { width: 620, height: 300, ticks: 6, className: 'w-full max-w-[760px]' };
const narrow: Layout = { width: 350, height: 250, ticks: 3, className: 'w-full max-w-[420px]' };
const margin = { left: 44, right: 78, top: 12, bottom: 38 };
const dashes = ['2 3', '', '7 3'];
const least = 12;

/** Power from 0 to 100 % over tasks or gains, a curve for each number of attempts, named at its end. */
export function PowerChart(props: Props) {
  return <Drawing {...props} layout={useLayout(wide, narrow)} />;
}

function Drawing({ curves, of, power, mark, label, layout }: Props & { layout: Layout }) {
  const { width, height } = layout;
  const [plotWidth, plotHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const unit = of === 'gain' ? 100 : 1;
  const most = Math.max(...curves.flatMap(({ points }) => points.map((point) => point.x * unit)));
  const { ticks } = niceScale([most], layout.ticks);
  const x = (value: number) => margin.left + ((value * unit) / most) * plotWidth;
  const y = (value: number) => margin.top + (1 - value) * plotHeight;
  const right = margin.left + plotWidth;
  const ends = spaced(curves.map(({ points }) => y(points.findLast((p) => p.power !== null)?.power ?? 0)));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={layout.className} role="img" aria-label={label}>
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={right} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--text-muted)">
            {formatNumber(100 * tick, 0)} %
          </text>
        </g>
      ))}
      {ticks
        .filter((tick) => tick <= most)
        .map((tick) => (
          <text
            key={tick}
            x={x(tick / unit)}
            y={height - margin.bottom + 16}
            textAnchor="middle"
            fontSize="11"
            fill="var(--text-muted)"
          >
            {of === 'gain'
              ? `${tick > 0 ? '+' : ''}${formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}`
              : formatCount(tick)}
          </text>
        ))}
      <text
        x={margin.left + plotWidth / 2}
        y={height - 4}
        textAnchor="middle"
        fontSize="11.5"
        fill="var(--text)"
      >
        {of === 'gain' ? 'true gain in percentage points' : 'tasks'}
      </text>
      <line
        x1={margin.left}
        x2={right}
        y1={y(power)}
        y2={y(power)}
        stroke="var(--text-muted)"
        strokeDasharray="4 3"
      />
      {mark * unit <= most ? (
        <line
          x1={x(mark)}
          x2={x(mark)}
          y1={margin.top}
          y2={margin.top + plotHeight}
          stroke="var(--text-muted)"
          strokeDasharray="4 3"
        />
      ) : null}
      {curves.map(({ attempts, points }, c) => (
        <g key={attempts}>
          <path
            d={pathOf(points, x, y)}
            fill="none"
            stroke="var(--accent)"
            strokeWidth={c === 1 || curves.length === 1 ? 2.4 : 1.6}
            strokeDasharray={curves.length === 1 ? '' : dashes[c % dashes.length]}
          />
          <text x={right + 6} y={ends[c]! + 4} fontSize="11" fill="var(--text)">
            {attempts === 1 ? '1 attempt' : `${attempts} attempts`}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A line through the points that have a power. */
function pathOf(
  points: PowerCurve['points'],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const known = points.flatMap((point) => (point.power === null ? [] : [[x(point.x), y(point.power)]]));
  return known.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${a!.toFixed(1)} ${b!.toFixed(1)}`).join('');
}

/** The same heights, moved down as far as names need that would lie over each other. */
function spaced(heights: readonly number[]): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const placed = [...heights];
  order.forEach((i, rank) => {
    if (rank > 0) placed[i] = Math.max(placed[i]!, placed[order[rank - 1]!]! + least);
  });
  return placed;
}
