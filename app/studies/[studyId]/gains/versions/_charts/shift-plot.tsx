'use client';

import { clipLabel } from '@/app/_charts/clip-label';
import { niceScale } from '@/app/_charts/nice-scale';
import { SignedAxis } from '@/app/_charts/signed-axis';
import { useLayout } from '@/app/_charts/use-layout';
import { formatNumber } from '@/app/_components/format';
import type { ShiftEnd, ShiftRow } from './shift-rows';

const rowHeight = 30;
const headHeight = 22;
const topHeight = 22;
/** How far the two whiskers of a row lie from its middle. */
const apart = 6;

interface Layout {
  labels: number;
  plot: number;
  numbers: number;
  /** Whether there is room for both values beside the change. */
  values: boolean;
  ticks: number;
  className: string;
}

const wide: Layout = {
  ...{ labels: 190, plot: 460, numbers: 190, values: true, ticks: 5 },
  className: 'w-full max-w-[960px]',
};
const narrow: Layout = {
  ...{ labels: 110, plot: 180, numbers: 50, values: false, ticks: 3 },
  className: 'w-full max-w-[420px]',
};

const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatNumber(value, 1)}`;

/** Every gain before, hollow and grey, and after, filled; each with its whisker, joined by a line. */
export function ShiftPlot({ rows }: { rows: ShiftRow[] }) {
  return <Drawing rows={rows} layout={useLayout(wide, narrow)} />;
}

function Drawing({ rows, layout }: { rows: ShiftRow[]; layout: Layout }) {
  const reach = rows
    .flatMap(({ before, after }) => [before, after])
    .flatMap((end) => (end ? [end.value, end.ciLow, end.ciHigh] : []))
    .filter((v) => v !== null);
  const { low, high, ticks } = niceScale(reach, layout.ticks);
  const x = (v: number) => layout.labels + ((v - low) / (high - low || 1)) * layout.plot;
  let y = topHeight;
  const placed = rows.map((row, i) => {
    const heading = row.condition !== rows[i - 1]?.condition;
    if (heading) y += headHeight;
    const at = y + rowHeight / 2;
    y += rowHeight;
    return { row, heading, at };
  });
  const width = layout.labels + layout.plot + layout.numbers;
  const height = y + 24;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={layout.className}
      role="img"
      aria-label="Gain over the baseline before and after, with intervals, in percentage points"
    >
      <SignedAxis ticks={ticks} x={x} top={topHeight - 4} height={height} />
      <text x={width} y={11} textAnchor="end" fontSize="11" fill="var(--text-faint)">
        {layout.values ? 'before → after, change' : 'change'}
      </text>
      {placed.map(({ row, heading, at }) => (
        <g key={row.key}>
          {heading ? (
            <text x={0} y={at - rowHeight / 2 - 4} fontSize="12" fontWeight="600" fill="var(--text)">
              {clipLabel(row.condition, layout.labels + layout.plot)}
              <title>{row.condition}</title>
            </text>
          ) : null}
          <text
            x={12}
            y={at + 4}
            fontSize="12"
            fontWeight={row.benchmark === null ? 600 : 400}
            fill={row.benchmark === null ? 'var(--text)' : 'var(--text-muted)'}
          >
            {clipLabel(row.benchmark ?? (layout.values ? 'all benchmarks' : 'all'), layout.labels - 16)}
            <title>{row.benchmark ?? 'all benchmarks'}</title>
          </text>
          {row.before && row.after ? (
            <line
              x1={x(row.before.value)}
              x2={x(row.after.value)}
              y1={at - apart}
              y2={at + apart}
              stroke="var(--text-faint)"
              strokeDasharray="2 2"
            />
          ) : null}
          {row.before ? (
            <End end={row.before} at={at - apart} x={x} color="var(--text-muted)" hollow />
          ) : null}
          {row.after ? <End end={row.after} at={at + apart} x={x} color={row.color} /> : null}
          <Numbers row={row} at={at} width={width} values={layout.values} />
        </g>
      ))}
    </svg>
  );
}

function End({
  end: { value, ciLow, ciHigh },
  at,
  x,
  color,
  hollow = false,
}: {
  end: ShiftEnd;
  at: number;
  x: (value: number) => number;
  color: string;
  hollow?: boolean;
}) {
  return (
    <>
      {ciLow !== null && ciHigh !== null ? (
        <line
          x1={x(ciLow)}
          x2={x(ciHigh)}
          y1={at}
          y2={at}
          stroke={color}
          strokeWidth={hollow ? 1.25 : 2}
          strokeLinecap="round"
        />
      ) : null}
      <circle
        cx={x(value)}
        cy={at}
        r={3.5}
        fill={hollow ? 'var(--surface-raised)' : color}
        stroke={color}
        strokeWidth={1.5}
      />
    </>
  );
}

function Numbers({
  row: { before, after, change },
  at,
  width,
  values,
}: {
  row: ShiftRow;
  at: number;
  width: number;
  values: boolean;
}) {
  const numbers = { textAnchor: 'end' as const, style: { fontVariantNumeric: 'tabular-nums' } };
  const end = (one: ShiftEnd | null) => (one ? signed(one.value) : 'none');
  return (
    <>
      {values ? (
        <text x={width - 56} y={at + 4} fontSize="11.5" fill="var(--text-muted)" {...numbers}>
          {end(before)} → {end(after)}
        </text>
      ) : null}
      <text x={width} y={at + 4} fontSize="11.5" fontWeight={600} fill="var(--text)" {...numbers}>
        {change === null ? (before ? 'gone' : 'new') : signed(change)}
      </text>
    </>
  );
}
