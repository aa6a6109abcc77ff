'use client';

import { clipLabel } from '@/app/_charts/clip-label';
import { niceScale } from '@/app/_charts/nice-scale';
import { SignedAxis } from '@/app/_charts/signed-axis';
import { useLayout } from '@/app/_charts/use-layout';
import { formatPValue } from '@/app/_components/format';
import { Bars, Numbers, Whisker } from './flip-marks';
import { type FlipRow, flipSentence } from './flip-rows';

const rowHeight = 20;
const groupGap = 10;
const topHeight = 40;

interface Layout {
  labels: number;
  bars: number;
  gap: number;
  differences: number;
  /** Room for difference and q in words; 0 leaves them out. */
  numbers: number;
  ticks: number;
  className: string;
}

const wide: Layout = {
  ...{ labels: 180, bars: 300, gap: 36, differences: 270, numbers: 174, ticks: 4 },
  className: 'w-full max-w-[960px]',
};
const narrow: Layout = {
  ...{ labels: 106, bars: 120, gap: 18, differences: 106, numbers: 0, ticks: 2 },
  className: 'w-full max-w-[420px]',
};

/** Tasks gained and lost around zero, one row each; beside them the difference with its interval. */
export function FlipBars({ rows }: { rows: FlipRow[] }) {
  return <Drawing rows={rows} layout={useLayout(wide, narrow)} />;
}

/** Where each row stands, and how high the whole is. */
function place(rows: FlipRow[]) {
  let y = topHeight;
  const placed = rows.map((row) => {
    if (row.heading !== null) y += rowHeight + (y > topHeight ? groupGap : 0);
    const at = y + rowHeight / 2;
    y += rowHeight;
    return { row, at };
  });
  return { placed, height: y + 26 };
}

function Drawing({ rows, layout }: { rows: FlipRow[]; layout: Layout }) {
  const { labels, bars, gap, differences, numbers } = layout;
  const { placed, height } = place(rows);
  const most = Math.max(1, ...rows.flatMap(({ gained, lost }) => [gained, lost]));
  // Bars of all rows on one scale, the counts at their ends with room of their own.
  const room = bars / 2 - 22;
  const zero = labels + bars / 2;
  const reach = rows.flatMap((row) => [row.difference, row.ciLow, row.ciHigh]).filter((v) => v !== null);
  const { low, high, ticks } = niceScale(reach, layout.ticks);
  const left = labels + bars + gap;
  const x = (value: number) => left + ((value - low) / (high - low || 1)) * differences;
  // The last value of the axis stands out by half its length.
  const width = left + differences + (numbers > 0 ? numbers + 8 : 20);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={layout.className}
      role="img"
      aria-label="Tasks gained and lost, and the difference with its interval in percentage points"
    >
      <text x={zero - 8} y={13} textAnchor="end" fontSize="11" fill="var(--bad)">
        ← lost
      </text>
      <text x={zero + 8} y={13} fontSize="11" fill="var(--good)">
        gained →
      </text>
      <text x={zero} y={29} textAnchor="middle" fontSize="11" fill="var(--text-faint)">
        tasks
      </text>
      <text x={left} y={13} fontSize="11" fill="var(--text-muted)">
        {numbers > 0 ? 'gained less lost, in percent of tasks' : 'difference, %'}
      </text>
      {numbers > 0 ? (
        <text x={width} y={13} textAnchor="end" fontSize="11" fill="var(--text-muted)">
          difference, q
        </text>
      ) : null}
      <SignedAxis ticks={ticks} x={x} top={topHeight - 4} height={height} />
      <line x1={zero} x2={zero} y1={topHeight - 4} y2={height - 20} stroke="var(--text-muted)" />
      {placed.map(({ row, at }) => (
        <g key={row.key}>
          <title>{`${row.heading ?? ''} ${flipSentence(row, formatPValue)}`.trim()}</title>
          {row.heading !== null ? (
            <text x={0} y={at - rowHeight + 4} fontSize="12" fontWeight="600" fill="var(--text)">
              {clipLabel(row.heading, zero - 4)}
            </text>
          ) : null}
          <text
            x={10}
            y={at + 4}
            fontSize="12"
            fontWeight={row.pooled ? 600 : 400}
            fill={row.pooled ? 'var(--text)' : 'var(--text-muted)'}
          >
            {clipLabel(row.label, labels - 12)}
          </text>
          <Bars row={row} at={at} zero={zero} scale={room / most} />
          <Whisker row={row} at={at} x={x} />
          {numbers > 0 ? <Numbers row={row} at={at} x={width} /> : null}
        </g>
      ))}
    </svg>
  );
}
