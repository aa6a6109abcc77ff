'use client';

import { clipLabel, letterWidth } from '@/app/_charts/clip-label';
import { niceScale } from '@/app/_charts/nice-scale';
import { SignedAxis } from '@/app/_charts/signed-axis';
import { useLayout } from '@/app/_charts/use-layout';
import { formatPoints } from '@/app/_components/format';
import type { ForestRow } from './forest-rows';

const rowHeight = 20;
const groupGap = 12;
const topHeight = 22;

interface Layout {
  /** Room for names, and how far it may grow with them. */
  labels: number;
  mostLabels: number;
  plot: number;
  numbers: number;
  /** Whether there is room for the interval beside the value. */
  intervals: boolean;
  ticks: number;
  className: string;
}

const wide: Layout = {
  labels: 190,
  mostLabels: 300,
  plot: 460,
  numbers: 150,
  intervals: true,
  ticks: 5,
  className: 'w-full max-w-[960px]',
};
const narrow: Layout = {
  labels: 128,
  mostLabels: 128,
  plot: 160,
  numbers: 46,
  intervals: false,
  ticks: 3,
  className: 'w-full max-w-[420px]',
};

/** Gains with their intervals around zero, one row each: pooled in bold, then the benchmarks; of others the average. */
export function ForestPlot({ rows, others = [] }: { rows: ForestRow[]; others?: ForestRow[] }) {
  return <Drawing rows={rows} others={others} layout={useLayout(wide, narrow)} />;
}

interface PlacedRow {
  row: ForestRow;
  /** Above the row; null where it goes on with what stands above it. */
  heading: string | null;
  label: string;
  y: number;
}

/** Where each row stands, and how high all of them are. */
function place(rows: ForestRow[], others: ForestRow[]): { placed: PlacedRow[]; end: number } {
  let y = topHeight;
  const at = (row: ForestRow, heading: string | null, label: string): PlacedRow => {
    if (heading !== null) y += rowHeight + (y > topHeight ? groupGap : 0);
    y += rowHeight;
    return { row, heading, label, y: y - rowHeight / 2 };
  };
  const placed = [
    ...rows.map((row) => at(row, row.pooled ? row.condition : null, row.benchmark)),
    ...others.map((row, i) => at(row, i === 0 ? `Other conditions, ${row.benchmark}` : null, row.condition)),
  ];
  return { placed, end: y };
}

function Drawing({
  rows,
  others,
  layout: usual,
}: {
  rows: ForestRow[];
  others: ForestRow[];
  layout: Layout;
}) {
  const { placed, end } = place(rows, others);
  const longest = Math.max(0, ...placed.map(({ label }) => label.length * letterWidth + 20));
  const layout = { ...usual, labels: Math.min(usual.mostLabels, Math.max(usual.labels, longest)) };
  const reach = [...rows, ...others].flatMap((r) => [r.value, r.ciLow, r.ciHigh]).filter((v) => v !== null);
  const { low, high, ticks } = niceScale(reach, layout.ticks);
  const x = (v: number) => layout.labels + ((v - low) / (high - low || 1)) * layout.plot;
  const width = layout.labels + layout.plot + layout.numbers;
  const height = end + 24;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={layout.className}
      role="img"
      aria-label="Gain over the baseline with intervals, in percentage points"
    >
      <SignedAxis ticks={ticks} x={x} top={topHeight - 4} height={height} />
      <text x={x(0) - 8} y={11} textAnchor="end" fontSize="11" fill="var(--text-faint)">
        ← loses
      </text>
      <text x={x(0) + 8} y={11} fontSize="11" fill="var(--text-faint)">
        gains →
      </text>
      {placed.map(({ row: r, heading, label, y: at }) => (
        <g key={r.key}>
          {heading !== null ? (
            <text x={0} y={at - rowHeight + 4} fontSize="12" fontWeight="600" fill="var(--text)">
              {clipLabel(heading, width)}
            </text>
          ) : null}
          <text
            x={12}
            y={at + 4}
            fontSize="12"
            fontWeight={r.pooled ? 600 : 400}
            fill={r.pooled ? 'var(--text)' : 'var(--text-muted)'}
          >
            {clipLabel(label, layout.labels - 16)}
            <title>{label}</title>
          </text>
          {r.value === null ? (
            <text x={x(0) + 8} y={at + 4} fontSize="11" fill="var(--text-faint)">
              {clipLabel(r.reason ?? 'not estimable', width - x(0) - 8)}
              <title>{r.reason}</title>
            </text>
          ) : (
            <>
              {r.ciLow !== null && r.ciHigh !== null ? (
                <line
                  x1={x(r.ciLow)}
                  x2={x(r.ciHigh)}
                  y1={at}
                  y2={at}
                  stroke={r.color}
                  strokeWidth={r.pooled ? 2.5 : 1.5}
                  strokeLinecap="round"
                />
              ) : null}
              {r.pooled || r.summary ? (
                <path
                  d={`M${x(r.value) - 6} ${at}l6 -6l6 6l-6 6z`}
                  fill={r.summary ? 'var(--surface-raised)' : r.color}
                  stroke={r.color}
                  strokeWidth={1.5}
                />
              ) : (
                <circle cx={x(r.value)} cy={at} r={3.5} fill={r.color} />
              )}
              <text
                x={width}
                y={at + 4}
                textAnchor="end"
                fontSize="11.5"
                fontWeight={r.pooled ? 600 : 400}
                fill="var(--text)"
                style={{ fontVariantNumeric: 'tabular-nums' }}
              >
                {formatPoints(r.value / 100)}
                {layout.intervals && r.ciLow !== null && r.ciHigh !== null
                  ? ` [${formatPoints(r.ciLow / 100)}, ${formatPoints(r.ciHigh / 100)}]`
                  : ''}
                {r.pAdjusted !== null && r.pAdjusted < 0.05 ? ' *' : ''}
              </text>
            </>
          )}
        </g>
      ))}
    </svg>
  );
}
