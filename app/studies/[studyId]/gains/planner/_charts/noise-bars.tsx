'use client';

import { clipLabel } from '@/app/_charts/clip-label';
import { niceScale } from '@/app/_charts/nice-scale';
import { useLayout } from '@/app/_charts/use-layout';
import { formatNumber, formatPercent } from '@/app/_components/format';
import type { NoiseRow } from '@/lib/core/gains/noise-budget';
import { noiseParts, partsOf, rowName } from '../_components/noise-tables';

interface Layout {
  labels: number;
  plot: number;
  numbers: number;
  ticks: number;
  /** Shares are written into parts that are at least so wide. */
  room: number;
  className: string;
}

const rowHeight = 26;
const barHeight = 17;

const wide: Layout = {
  ...{ labels: 150, plot: 640, numbers: 70, ticks: 5, room: 40 },
  className: 'w-full max-w-[960px]',
};
const narrow: Layout = {
  ...{ labels: 106, plot: 196, numbers: 42, ticks: 3, room: 34 },
  className: 'w-full max-w-[420px]',
};

/** The variance of one outcome per benchmark, stacked from its parts, with each part's share. */
export function NoiseBars({ rows }: { rows: NoiseRow[] }) {
  return <Drawing rows={rows} layout={useLayout(wide, narrow)} />;
}

function Drawing({ rows, layout }: { rows: NoiseRow[]; layout: Layout }) {
  const splits = rows.map(partsOf);
  const totals = splits.flatMap((split) => ('total' in split ? [split.total] : []));
  const { high, ticks } = niceScale(totals, layout.ticks);
  const width = layout.labels + layout.plot + layout.numbers;
  const height = rows.length * rowHeight + 22;
  const x = (variance: number) => layout.labels + (variance / (high || 1)) * layout.plot;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={layout.className}
      role="img"
      aria-label="Variance of one outcome, split into task, interaction and attempt"
    >
      {/* Where no variance is known there is nothing to read off. */}
      {(totals.length > 0 ? ticks : []).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - 20} stroke="var(--line)" />
          <text x={x(tick)} y={height - 6} textAnchor="middle" fontSize="11" fill="var(--text-muted)">
            {formatNumber(tick, tick === 0 ? 0 : 2)}
          </text>
        </g>
      ))}
      {rows.map((row, i) => (
        <Bar key={rowName(row)} row={row} split={splits[i]!} y={i * rowHeight} x={x} layout={layout} />
      ))}
    </svg>
  );
}

function Bar({
  row,
  split,
  y,
  x,
  layout,
}: {
  row: NoiseRow;
  split: ReturnType<typeof partsOf>;
  y: number;
  x: (variance: number) => number;
  layout: Layout;
}) {
  const weight = row.benchmark === null ? 600 : 400;
  const middle = y + rowHeight / 2 + 4;
  const name = rowName(row);
  let from = 0;
  return (
    <g>
      <text x={0} y={middle} fontSize="12" fontWeight={weight} fill="var(--text)">
        {clipLabel(name, layout.labels - 2)}
        <title>{name}</title>
      </text>
      {'reason' in split ? (
        <text x={layout.labels + 6} y={middle} fontSize="11" fill="var(--text-faint)">
          {split.reason.slice(0, Math.floor((layout.plot + layout.numbers) / 6))}
          <title>{split.reason}</title>
        </text>
      ) : (
        <>
          {noiseParts.map(({ key, label, color }) => {
            const part = split.parts[key];
            const [left, right] = [x(from), x(from + part)];
            from += part;
            if (part === 0) return null;
            const share = formatPercent(part / split.total, 0);
            return (
              <g key={key}>
                <rect
                  x={left}
                  y={y + (rowHeight - barHeight) / 2}
                  width={right - left}
                  height={barHeight}
                  fill={color}
                  stroke="var(--surface-raised)"
                >
                  <title>{`${label}: ${formatNumber(part, 4)}, ${share} %`}</title>
                </rect>
                {right - left >= layout.room ? (
                  <text
                    x={(left + right) / 2}
                    y={middle}
                    textAnchor="middle"
                    fontSize="11"
                    fill="var(--surface-raised)"
                    pointerEvents="none"
                  >
                    {share} %
                  </text>
                ) : null}
              </g>
            );
          })}
          <text
            x={x(split.total) + 6}
            y={middle}
            fontSize="11.5"
            fontWeight={weight}
            fill="var(--text)"
            style={{ fontVariantNumeric: 'tabular-nums' }}
          >
            {formatNumber(split.total, 3)}
          </text>
        </>
      )}
    </g>
  );
}
