import type { Distribution } from '@/lib/core/retrieval/distribution';

const width = 96;
const height = 14;

/** A box for the middle half, a line for the whole, a mark for the median, all on one scale from `low` to `high`. */
export function Spread({
  of,
  low,
  high,
  label,
}: {
  of: Distribution;
  low: number;
  high: number;
  label: string;
}) {
  const x = (value: number) => (high > low ? ((value - low) / (high - low)) * (width - 2) + 1 : width / 2);
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="block">
      <title>{label}</title>
      <line
        x1={x(of.minimum)}
        x2={x(of.maximum)}
        y1={height / 2}
        y2={height / 2}
        stroke="var(--line-strong)"
      />
      <rect
        x={x(of.lowerQuartile)}
        width={Math.max(1, x(of.upperQuartile) - x(of.lowerQuartile))}
        y={3}
        height={height - 6}
        rx={1}
        fill="color-mix(in srgb, var(--accent) 35%, transparent)"
      />
      <line
        x1={x(of.median)}
        x2={x(of.median)}
        y1={1}
        y2={height - 1}
        stroke="var(--accent)"
        strokeWidth={2}
      />
    </svg>
  );
}
