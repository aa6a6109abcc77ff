import { formatCount, formatPercent } from '@/app/_components/format';
import type { Confusion } from '@/lib/core/statistics/cohens-kappa';

const cells = [
  { count: 'truePositive', verifier: 'passed', judge: 'passed', agrees: true },
  { count: 'falseNegative', verifier: 'passed', judge: 'failed', agrees: false },
  { count: 'falsePositive', verifier: 'failed', judge: 'passed', agrees: false },
  { count: 'trueNegative', verifier: 'failed', judge: 'failed', agrees: true },
] as const;

const size = { cell: 96, tall: 56, left: 62, top: 34 };

/** Judge against verifier: four counts, shaded by their share of all verdicts. */
export function ConfusionMatrix({ name, counts }: { name: string; counts: Confusion }) {
  const all = cells.reduce((sum, { count }) => sum + counts[count], 0);
  const [width, height] = [size.left + 2 * size.cell, size.top + 2 * size.tall + 22];
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className="w-full max-w-[290px]"
      role="img"
      aria-label={`${name}: ${cells
        .map(({ count, judge, verifier }) => `judge ${judge}, verifier ${verifier}: ${counts[count]}`)
        .join('; ')}`}
    >
      <text x={0} y={12} fontSize="12" fontWeight="600" fill="var(--text)">
        {name.length > 34 ? `${name.slice(0, 33)}…` : name}
      </text>
      {['passed', 'failed'].map((word, i) => (
        <g key={word}>
          <text
            x={size.left + (i + 0.5) * size.cell}
            y={size.top - 6}
            textAnchor="middle"
            fontSize="11"
            fill="var(--text-muted)"
          >
            {i === 0 ? 'judge: passed' : 'failed'}
          </text>
          <text
            x={size.left - 6}
            y={size.top + (i + 0.5) * size.tall + 4}
            textAnchor="end"
            fontSize="11"
            fill="var(--text-muted)"
          >
            {word}
          </text>
        </g>
      ))}
      {cells.map(({ count, agrees }, i) => {
        const [x, y] = [size.left + (i % 2) * size.cell, size.top + Math.floor(i / 2) * size.tall];
        const share = all > 0 ? counts[count] / all : 0;
        return (
          <g key={count}>
            <rect
              x={x}
              y={y}
              width={size.cell - 2}
              height={size.tall - 2}
              rx="3"
              fill={agrees ? 'var(--good)' : 'var(--bad)'}
              fillOpacity={0.06 + 0.34 * share}
              stroke="var(--line-strong)"
            />
            <text
              x={x + size.cell / 2 - 1}
              y={y + size.tall / 2 + 1}
              textAnchor="middle"
              fontSize="15"
              fontWeight="600"
              fill="var(--text)"
            >
              {formatCount(counts[count])}
            </text>
            <text
              x={x + size.cell / 2 - 1}
              y={y + size.tall / 2 + 16}
              textAnchor="middle"
              fontSize="10.5"
              fill="var(--text-muted)"
            >
              {formatPercent(share, 0)} %
            </text>
          </g>
        );
      })}
      <text x={size.left} y={height - 6} fontSize="10.5" fill="var(--text-faint)">
        rows: what the verifier said
      </text>
    </svg>
  );
}
