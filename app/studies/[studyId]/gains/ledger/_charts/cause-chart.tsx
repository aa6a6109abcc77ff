import { formatPercent } from '@/app/_components/format';
import { type CauseShare, lossCauseLabels } from '@/lib/core/gains/loss-causes';

const rowHeight = 30;
const labels = 190;
const plot = 300;
const numbers = 110;
const top = 6;
const ticks = [0, 0.25, 0.5, 0.75, 1];

/** Shares of the causes: a bar for each, its interval as a whisker. */
export function CauseChart({ shares }: { shares: CauseShare[] }) {
  const width = labels + plot + numbers;
  const height = top + shares.length * rowHeight + 24;
  const x = (share: number) => labels + share * plot;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="w-full max-w-[680px]"
      role="img"
      aria-label="Shares of the causes of losses in percent, with intervals"
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={top} y2={height - 20} stroke="var(--line)" />
          <text x={x(tick)} y={height - 6} textAnchor="middle" fontSize="11" fill="var(--text-muted)">
            {tick * 100}
          </text>
        </g>
      ))}
      {shares.map(({ cause, count, share }, i) => {
        const at = top + (i + 0.5) * rowHeight;
        const value = share.estimate.value ?? 0;
        return (
          <g key={cause}>
            <text x={0} y={at + 4} fontSize="12" fill="var(--text)">
              {lossCauseLabels[cause]}
            </text>
            <rect
              x={labels}
              y={at - 7}
              width={value * plot}
              height={14}
              fill={cause === 'other' ? 'var(--baseline)' : 'var(--accent)'}
              opacity="0.55"
            />
            {share.ciLow !== null && share.ciHigh !== null ? (
              <line
                x1={x(share.ciLow)}
                x2={x(share.ciHigh)}
                y1={at}
                y2={at}
                stroke="var(--text)"
                strokeWidth="1.5"
                strokeLinecap="round"
              />
            ) : null}
            <text
              x={width}
              y={at + 4}
              textAnchor="end"
              fontSize="12"
              fill="var(--text)"
              style={{ fontVariantNumeric: 'tabular-nums' }}
            >
              {formatPercent(value, 0)} % ({count})
            </text>
          </g>
        );
      })}
    </svg>
  );
}
