import { formatNumber, formatPValue } from '@/app/_components/format';
import type { FlipRow } from './flip-rows';

const tabular = { fontVariantNumeric: 'tabular-nums' } as const;

/** Lost to the left of zero, gained to the right, the counts at their ends. */
export function Bars({ row, at, zero, scale }: { row: FlipRow; at: number; zero: number; scale: number }) {
  const thick = row.pooled ? 13 : 9;
  const bar = { y: at - thick / 2, height: thick, opacity: row.pooled ? 1 : 0.72 };
  const number = {
    y: at + 4,
    fontSize: '11',
    fontWeight: row.pooled ? 600 : 400,
    fill: 'var(--text)',
    style: tabular,
  };
  return (
    <>
      <rect {...bar} x={zero - row.lost * scale} width={row.lost * scale} fill="var(--bad)" />
      <rect {...bar} x={zero} width={row.gained * scale} fill="var(--good)" />
      <text {...number} x={zero - row.lost * scale - 4} textAnchor="end">
        {row.lost}
      </text>
      <text {...number} x={zero + row.gained * scale + 4}>
        {row.gained}
      </text>
    </>
  );
}

/** The difference as a dot, its interval as a line through it. */
export function Whisker({ row, at, x }: { row: FlipRow; at: number; x: (value: number) => number }) {
  const color = row.pooled ? 'var(--text)' : 'var(--text-muted)';
  const middle = x(row.difference);
  return (
    <>
      {row.ciLow !== null && row.ciHigh !== null ? (
        <line
          x1={x(row.ciLow)}
          x2={x(row.ciHigh)}
          y1={at}
          y2={at}
          stroke={color}
          strokeWidth={row.pooled ? 2.5 : 1.5}
          strokeLinecap="round"
        />
      ) : null}
      {row.pooled ? (
        <path d={`M${middle - 6} ${at}l6 -6l6 6l-6 6z`} fill={color} />
      ) : (
        <circle cx={middle} cy={at} r={3.5} fill={color} />
      )}
    </>
  );
}

/** Difference and q in words, a star where q is below 0.05. */
export function Numbers({ row, at, x }: { row: FlipRow; at: number; x: number }) {
  return (
    <text
      x={x}
      y={at + 4}
      textAnchor="end"
      fontSize="11.5"
      fontWeight={row.pooled ? 600 : 400}
      fill="var(--text)"
      style={tabular}
    >
      {row.difference > 0 ? '+' : ''}
      {formatNumber(row.difference, 1)}, q {formatPValue(row.qValue)}
      {row.qValue < 0.05 ? ' *' : ''}
    </text>
  );
}
