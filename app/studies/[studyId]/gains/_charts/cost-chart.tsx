'use client';

import { clipLabel } from '@/app/_charts/clip-label';
import { nearScale } from '@/app/_charts/near-scale';
import { niceScale } from '@/app/_charts/nice-scale';
import { useLayout } from '@/app/_charts/use-layout';
import { formatNumber } from '@/app/_components/format';
import { type CostDrawing, labelledPoints } from './cost-rows';
import { spreadLabels } from './slope-rows';

const height = 340;
const [top, bottom] = [12, 44];

interface Layout {
  width: number;
  left: number;
  /** Room for names. */
  right: number;
  ticks: number;
  className: string;
}

const wide: Layout = { width: 800, left: 56, right: 250, ticks: 4, className: 'w-full max-w-[800px]' };
const narrow: Layout = { width: 350, left: 36, right: 112, ticks: 2, className: 'w-full max-w-[420px]' };

type Props = Pick<CostDrawing, 'points' | 'unit'>;

/** What a trial costs, to the right; what it gains over the baseline, up, with its interval. */
export function CostChart(props: Props) {
  return <Drawing {...props} layout={useLayout(wide, narrow)} />;
}

function Drawing({
  points,
  unit,
  layout: { width, left, right, ticks, className },
}: Props & { layout: Layout }) {
  const across = nearScale(
    points.map((p) => p.cost),
    ticks,
  );
  const up = niceScale(
    points.flatMap((p) => [p.gain, p.ciLow ?? p.gain, p.ciHigh ?? p.gain]),
    5,
  );
  const x = (v: number) =>
    left + ((v - across.low) / (across.high - across.low || 1)) * (width - left - right);
  const y = (v: number) => top + ((up.high - v) / (up.high - up.low || 1)) * (height - top - bottom);
  const named = labelledPoints(points);
  const labels = spreadLabels(
    named.map((p) => y(p.gain)),
    13,
    height - bottom,
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={className}
      role="img"
      aria-label={`Gain over the baseline against ${unit} per trial`}
    >
      {up.ticks.map((t) => (
        <g key={t}>
          <line
            x1={left}
            x2={width - right}
            y1={y(t)}
            y2={y(t)}
            stroke={t === 0 ? 'var(--text-muted)' : 'var(--line)'}
          />
          <text x={left - 6} y={y(t) + 4} textAnchor="end" fontSize="11" fill="var(--text-muted)">
            {t > 0 ? '+' : ''}
            {formatNumber(t, Number.isInteger(t) ? 0 : 1)}
          </text>
        </g>
      ))}
      {across.ticks.map((t) => (
        <text key={t} x={x(t)} y={height - 26} textAnchor="middle" fontSize="11" fill="var(--text-muted)">
          {formatNumber(t, across.digits)}
        </text>
      ))}
      <text
        x={(left + width - right) / 2}
        y={height - 6}
        textAnchor="middle"
        fontSize="11"
        fill="var(--text-muted)"
      >
        {unit} per trial
      </text>
      {points.map((p) => (
        <g key={p.id}>
          {p.ciLow !== null && p.ciHigh !== null ? (
            <line
              x1={x(p.cost)}
              x2={x(p.cost)}
              y1={y(p.ciLow)}
              y2={y(p.ciHigh)}
              stroke={p.color}
              strokeWidth={1.5}
            />
          ) : null}
          <circle cx={x(p.cost)} cy={y(p.gain)} r={4.5} fill={p.color} />
          <title>{p.label}</title>
        </g>
      ))}
      {named.map((p, i) => (
        <g key={p.id}>
          <line
            x1={x(p.cost) + 6}
            y1={y(p.gain)}
            x2={width - right + 6}
            y2={labels[i]!}
            stroke="var(--line-strong)"
            strokeDasharray="1 3"
          />
          <text x={width - right + 10} y={labels[i]! + 4} fontSize="11" fill="var(--text)">
            {clipLabel(p.label, right - 10)}
            <title>{p.label}</title>
          </text>
        </g>
      ))}
    </svg>
  );
}
