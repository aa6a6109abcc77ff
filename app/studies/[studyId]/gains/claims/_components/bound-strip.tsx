import { formatPoints } from '@/app/_components/format';
import type { ClaimFigures, ClaimStatement } from '@/lib/core/gains/claim';

const width = 220;
const height = 38;
const inset = 8;

/** The bounds of a claim's gain against its margin, on a scale of their own that holds zero. */
export function BoundStrip({ claim, figures }: { claim: ClaimStatement; figures: ClaimFigures }) {
  const { estimate, low, high } = figures;
  const margins = claim.relation === 'differs' ? [-claim.margin, claim.margin] : [claim.margin];
  const values = [low, high, estimate, 0, ...margins];
  const [from, to] = [Math.min(...values), Math.max(...values)];
  const span = to - from || 0.01;
  const x = (value: number) => inset + ((value - from) / span) * (width - 2 * inset);
  const said =
    `Gain ${formatPoints(estimate)} points, one-sided bounds ${formatPoints(low)} and ${formatPoints(high)}, ` +
    `margin ${formatPoints(claim.margin)}`;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="block h-auto w-full max-w-[220px]"
      role="img"
      aria-label={said}
    >
      <title>{said}</title>
      <line x1={x(0)} x2={x(0)} y1={4} y2={24} stroke="var(--line-strong)" />
      {margins.map((margin) => (
        <line
          key={margin}
          x1={x(margin)}
          x2={x(margin)}
          y1={2}
          y2={26}
          stroke="var(--warn)"
          strokeWidth={1.5}
          strokeDasharray="3 2"
        />
      ))}
      <line x1={x(low)} x2={x(high)} y1={14} y2={14} stroke="var(--accent)" strokeWidth={2} />
      {[low, high].map((limit) => (
        <line
          key={limit}
          x1={x(limit)}
          x2={x(limit)}
          y1={10}
          y2={18}
          stroke="var(--accent)"
          strokeWidth={2}
        />
      ))}
      <circle cx={x(estimate)} cy={14} r={4} fill="var(--accent)" />
      <text x={x(low)} y={35} textAnchor={x(low) < 30 ? 'start' : 'middle'} {...small}>
        {formatPoints(low)}
      </text>
      <text x={x(high)} y={35} textAnchor={x(high) > width - 30 ? 'end' : 'middle'} {...small}>
        {formatPoints(high)}
      </text>
    </svg>
  );
}

const small = { fontSize: 10, fill: 'var(--text-muted)' } as const;
