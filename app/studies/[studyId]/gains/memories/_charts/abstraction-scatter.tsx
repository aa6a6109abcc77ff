'use client';

import { nearScale } from '@/app/_charts/near-scale';
import { niceScale } from '@/app/_charts/nice-scale';
import { memoryTypeColor } from '@/app/_charts/palette';
import { useLayout } from '@/app/_charts/use-layout';
import { formatNumber } from '@/app/_components/format';
import type { BandPoint } from '@/lib/core/gains/uplift-by-abstraction';
import type { MemoryType } from '@/lib/core/vocabulary';

export interface ScatterPoint {
  id: string;
  title: string;
  type: MemoryType;
  abstraction: number;
  uplift: number;
  trials: number;
}

interface Layout {
  width: number;
  height: number;
  ticks: number;
  className: string;
}

const wide: Layout = {
  width: 900,
  height: 380,
  ticks: 6,
  className: 'w-full max-w-[1040px]',
};
const narrow: Layout = { width: 350, height: 280, ticks: 3, className: 'w-full max-w-[420px]' };
const margin = { left: 48, right: 12, top: 12, bottom: 40 };

/** Uplift of memories over their abstraction index, with the fitted line in its band. */
export function AbstractionScatter({ points, band }: { points: ScatterPoint[]; band: BandPoint[] }) {
  return <Drawing points={points} band={band} layout={useLayout(wide, narrow)} />;
}

function Drawing({ points, band, layout }: { points: ScatterPoint[]; band: BandPoint[]; layout: Layout }) {
  const { width, height } = layout;
  const [plotWidth, plotHeight] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const [least, most] = points.reduce(
    ([a, b], { abstraction }) => [Math.min(a, abstraction), Math.max(b, abstraction)] as const,
    [1, 0] as readonly [number, number],
  );
  const room = Math.max(0.01, (most - least) * 0.03);
  const [from, to] = [least - room, most + room];
  const { low, high, ticks } = niceScale(
    points.map(({ uplift }) => 100 * uplift),
    6,
  );
  const x = (abstraction: number) => margin.left + ((abstraction - from) / (to - from)) * plotWidth;
  const y = (uplift: number) => margin.top + ((high - 100 * uplift) / (high - low)) * plotHeight;
  const clamp = (uplift: number) => y(Math.min(high / 100, Math.max(low / 100, uplift)));
  const line = (side: 'uplift' | 'low' | 'high', order = band) =>
    order.map((point) => `${x(point.abstraction).toFixed(1)} ${clamp(point[side]).toFixed(1)}`).join('L');
  const across = nearScale([least, most], layout.ticks - 1);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={layout.className}
      role="img"
      aria-label={`Uplift over abstraction index of ${points.length} memories, with the fitted line`}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={y(tick / 100)}
            y2={y(tick / 100)}
            stroke={tick === 0 ? 'var(--text-muted)' : 'var(--line)'}
          />
          <text
            x={margin.left - 6}
            y={y(tick / 100) + 4}
            textAnchor="end"
            fontSize="11"
            fill="var(--text-muted)"
          >
            {tick > 0 ? '+' : ''}
            {formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}
          </text>
        </g>
      ))}
      {across.ticks
        .filter((tick) => tick >= from && tick <= to)
        .map((tick) => (
          <text
            key={tick}
            x={x(tick)}
            y={height - margin.bottom + 17}
            textAnchor="middle"
            fontSize="11"
            fill="var(--text-muted)"
          >
            {formatNumber(tick, across.digits)}
          </text>
        ))}
      <text
        x={margin.left + plotWidth / 2}
        y={height - 5}
        textAnchor="middle"
        fontSize="11.5"
        fill="var(--text)"
      >
        abstraction index A
      </text>
      {points.map((point) => (
        <circle
          key={point.id}
          cx={x(point.abstraction)}
          cy={y(point.uplift)}
          r={Math.min(6, 2 + Math.sqrt(point.trials) / 3)}
          fill={memoryTypeColor(point.type)}
          fillOpacity="0.55"
        >
          <title>{`${point.title}: ${formatNumber(100 * point.uplift, 1)} pp over ${point.trials} trials`}</title>
        </circle>
      ))}
      {band.length > 0 ? (
        <g pointerEvents="none">
          <path
            d={`M${line('high')}L${line('low', [...band].reverse())}Z`}
            fill="var(--accent)"
            fillOpacity="0.18"
          />
          <path d={`M${line('uplift')}`} fill="none" stroke="var(--accent)" strokeWidth="2.2" />
        </g>
      ) : null}
    </svg>
  );
}
