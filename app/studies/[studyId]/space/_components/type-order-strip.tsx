import { memoryTypeColor } from '@/app/_charts/palette';
import { Badge } from '@/app/_components/badge';
import { formatNumber } from '@/app/_components/format';
import type { SpaceGroup } from '@/lib/core/projection/describe-space';
import { orderTypes, type TypeOrder } from '../_map/type-order';

const [width, labels, numbers, rowHeight] = [340, 78, 112, 22];

/** The types of one index from concrete at the left to abstract at the right, each with its interval. */
function Strip({ order: { index, places, verdict, agrees } }: { order: TypeOrder }) {
  const ends = places.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const x = (v: number) => labels + ((v - least) / (most - least || 1)) * (width - labels - numbers - 16) + 8;
  const height = places.length * rowHeight + 18;
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex flex-wrap items-center gap-2">
        <h3>{index}</h3>
        {agrees === null ? null : (
          <Badge tone={agrees ? 'good' : 'warn'}>{agrees ? 'paper’s order' : 'another order'}</Badge>
        )}
      </figcaption>
      {places.length > 0 ? (
        <svg
          viewBox={`0 0 ${width} ${height}`}
          className="w-full max-w-[360px]"
          role="img"
          aria-label={`${index} of each memory type, lowest first: ${places.map((p) => `${p.type} ${formatNumber(p.value)}`).join(', ')}`}
        >
          {places.map(({ type, value, low, high }, i) => {
            const y = i * rowHeight + rowHeight / 2;
            return (
              <g key={type}>
                <text x={0} y={y + 4} fontSize="12" fill="var(--text)">
                  {type}
                </text>
                <line x1={labels} x2={width - numbers} y1={y} y2={y} stroke="var(--line)" />
                {low !== null && high !== null ? (
                  <line
                    x1={x(low)}
                    x2={x(high)}
                    y1={y}
                    y2={y}
                    stroke={memoryTypeColor(type)}
                    strokeWidth={2.5}
                    strokeLinecap="round"
                  />
                ) : null}
                <circle cx={x(value)} cy={y} r={5} fill={memoryTypeColor(type)} />
                <text
                  x={width}
                  y={y + 4}
                  textAnchor="end"
                  fontSize="11"
                  fill="var(--text-muted)"
                  style={{ fontVariantNumeric: 'tabular-nums' }}
                >
                  {formatNumber(value)}
                  {low !== null && high !== null ? ` [${formatNumber(low)}, ${formatNumber(high)}]` : ''}
                </text>
              </g>
            );
          })}
          <text x={labels} y={height - 3} fontSize="11" fill="var(--text-faint)">
            ← concrete
          </text>
          <text x={width - numbers} y={height - 3} textAnchor="end" fontSize="11" fill="var(--text-faint)">
            abstract →
          </text>
        </svg>
      ) : null}
      <p className="mt-1 text-xs text-muted">{verdict}</p>
    </figure>
  );
}

/** The types ordered by each index, and whether the paper's order holds here. */
export function TypeOrderStrip({ groups }: { groups: readonly SpaceGroup[] }) {
  return (
    <div className="grid gap-5 md:grid-cols-2 xl:grid-cols-3">
      {orderTypes(groups).map((order) => (
        <Strip key={order.index} order={order} />
      ))}
    </div>
  );
}
