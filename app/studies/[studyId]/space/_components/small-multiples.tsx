import { benchmarkColor } from '@/app/_charts/palette';
import { formatCount } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { Panel } from '@/app/_components/panel';
import { type MapPoints, spreadIndices } from './parse-points';

const side = 220;
/** Beyond this many points a page of SVG circles is slow; the large map shows them all. */
const mostDrawn = 4_000;

/** One small map per memory type on the same axes: the other types in grey behind. */
export function SmallMultiples({ points, fitted }: { points: MapPoints; fitted: Float32Array }) {
  const at = (i: number): [number, number] => [
    ((fitted[i * 2]! + 1) / 2) * side,
    ((1 - fitted[i * 2 + 1]!) / 2) * side,
  ];
  const indices = spreadIndices(points.count, mostDrawn);
  const types = points.types
    .map((type, t) => ({
      type,
      own: indices.filter((i) => points.type[i] === t),
      total: points.type.reduce((n, code) => n + (code === t ? 1 : 0), 0),
    }))
    .filter((g) => g.total > 0);
  return (
    <Panel
      title="By type, from concrete to abstract"
      note="Coloured by source benchmark, on the axes of the map above. Types whose colours mix are the more abstract ones."
    >
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        {types.map(({ type, own, total }) => (
          <figure key={type} className="min-w-0">
            <svg
              viewBox={`0 0 ${side} ${side}`}
              className="w-full rounded-md border border-line"
              role="img"
              aria-label={`Map of the ${formatCount(total)} memories of the type ${type}`}
            >
              {indices.map((i) => {
                const [x, y] = at(i);
                return <circle key={i} cx={x} cy={y} r={1.1} fill="var(--line)" />;
              })}
              {own.map((i) => {
                const [x, y] = at(i);
                const benchmark = points.benchmarks[points.benchmark[i]!];
                return (
                  <circle
                    key={i}
                    cx={x}
                    cy={y}
                    r={2.6}
                    fillOpacity={0.85}
                    fill={benchmark ? benchmarkColor(benchmark, points.benchmarks) : 'var(--text-faint)'}
                  />
                );
              })}
            </svg>
            <figcaption className="mt-1 flex justify-between text-xs">
              <MemoryTypeMark type={type} />
              <span className="tabular text-muted">
                {own.length < total ? `${formatCount(own.length)} drawn of ` : ''}
                {formatCount(total)}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
    </Panel>
  );
}
