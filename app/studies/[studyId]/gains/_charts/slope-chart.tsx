'use client';

import { clipLabel } from '@/app/_charts/clip-label';
import { useLayout } from '@/app/_charts/use-layout';
import { formatNumber } from '@/app/_components/format';
import { type SlopeLine, spreadLabels } from './slope-rows';

const height = 360;
const top = 30;
const bottom = 12;

interface Layout {
  width: number;
  /** Where the two sides stand. */
  left: number;
  right: number;
  className: string;
}

const wide: Layout = { width: 640, left: 170, right: 470, className: 'w-full max-w-[640px]' };
const narrow: Layout = { width: 350, left: 66, right: 196, className: 'w-full max-w-[420px]' };

interface Props {
  lines: SlopeLine[];
  labels: readonly [string, string];
}

/** Rates of two conditions joined benchmark by benchmark, their intervals at the ends; the average drawn heavier. */
export function SlopeChart(props: Props) {
  return <Drawing {...props} layout={useLayout(wide, narrow)} />;
}

function Drawing({ lines, labels, layout: { width, left, right, className } }: Props & { layout: Layout }) {
  const values = lines
    .flatMap(({ from, to }) => [from, to])
    .flatMap((e) => [e.value, e.ciLow ?? e.value, e.ciHigh ?? e.value]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const y = (v: number) => top + 8 + ((high - v) / (high - low || 1)) * (height - top - bottom - 16);
  const starts = spreadLabels(
    lines.map((l) => y(l.from.value)),
    14,
  );
  const ends = spreadLabels(
    lines.map((l) => y(l.to.value)),
    14,
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${height + lines.length * 4}`}
      className={className}
      role="img"
      aria-label={`Rates per benchmark under ${labels[0]} and ${labels[1]}, in percent`}
    >
      {labels.map((label, side) => (
        <text
          key={label}
          x={side === 0 ? left : right}
          y={14}
          textAnchor="middle"
          fontSize="12"
          fontWeight="600"
          fill="var(--text)"
        >
          {clipLabel(label, right - left - 10)}
          <title>{label}</title>
        </text>
      ))}
      {[left, right].map((x) => (
        <line key={x} x1={x} x2={x} y1={top} y2={height - bottom} stroke="var(--line-strong)" />
      ))}
      {lines.map((line, i) => (
        <g key={line.name}>
          {(
            [
              [line.from, left - 3],
              [line.to, right + 3],
            ] as const
          ).map(([e, x]) =>
            e.ciLow === null || e.ciHigh === null ? null : (
              <line
                key={x}
                x1={x}
                x2={x}
                y1={y(e.ciLow)}
                y2={y(e.ciHigh)}
                stroke={line.color}
                strokeWidth={line.average ? 2 : 1}
                strokeOpacity={0.45}
              />
            ),
          )}
          <line
            x1={left}
            y1={y(line.from.value)}
            x2={right}
            y2={y(line.to.value)}
            stroke={line.color}
            strokeWidth={line.average ? 3 : 1.75}
          />
          <circle cx={left} cy={y(line.from.value)} r={3} fill={line.color} />
          <circle cx={right} cy={y(line.to.value)} r={3} fill={line.color} />
          <text x={left - 12} y={starts[i]! + 4} textAnchor="end" fontSize="11" fill="var(--text)">
            {formatNumber(line.from.value, 1)}
          </text>
          <text
            x={right + 12}
            y={ends[i]! + 4}
            fontSize="11"
            fontWeight={line.average ? 600 : 400}
            fill="var(--text)"
          >
            {formatNumber(line.to.value, 1)}{' '}
            {line.name.length > 18 ? `${line.name.slice(0, 17)}…` : line.name}
            <title>{line.name}</title>
          </text>
        </g>
      ))}
    </svg>
  );
}
