import { useMemo } from 'react';
import { formatCount, formatNumber, formatPValue } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { Panel } from '@/app/_components/panel';
import type { SpaceGroup, SpaceMeasure } from '@/lib/core/projection/describe-space';
import type { MapPoints } from '@/lib/exporters/map-points';
import type { Turn } from '../_map/camera';
import type { Cloud } from '../_map/cloud';
import { colorings } from '../_map/colorings';
import { type DotPath, dotPaths } from '../_map/dot-paths';
import { DotGroup } from './dot-group';
import { TypeOrderStrip } from './type-order-strip';

const side = 220;

interface Props {
  points: MapPoints;
  cloud: Cloud;
  /** Of the large map. */
  turn: Turn;
  picked: Uint32Array;
  groups: readonly SpaceGroup[];
}

/** One small map per memory type on the same axes with its indices below, and how each index orders the types. */
export function SmallMultiples({ points, cloud, turn: { yaw, pitch }, picked, groups }: Props) {
  const { positions } = useMemo(() => cloud.seenFrom({ yaw, pitch }), [cloud, yaw, pitch]);
  const { behind, panels } = useMemo(() => drawTypes(points, positions), [points, positions]);
  const rings = useMemo(() => drawPicked(points, positions, picked), [points, positions, picked]);
  return (
    <Panel
      title="By type, from concrete to abstract"
      note={`Coloured by source benchmark, ${cloud.solid ? 'turned as the map above came to rest' : 'on the axes of the map above'}; the other types are grey, picked memories ringed. Types whose colours mix are the more abstract ones. Indices in the embedding space.`}
    >
      <div className="grid grid-cols-1 gap-4 min-[380px]:grid-cols-2 lg:grid-cols-4">
        {panels.map(({ type, code, total, paths }) => {
          const group = groups.find((g) => g.group === type);
          return (
            <figure key={type} className="min-w-0">
              <svg
                viewBox={`0 0 ${side} ${side}`}
                className="w-full rounded-md border border-line"
                role="img"
                aria-label={`Map of the ${formatCount(total)} memories of the type ${type}`}
              >
                <DotGroup paths={behind} opacity={1} />
                <DotGroup paths={rings.filter(({ key }) => key.startsWith(`${code} `))} opacity={1} />
                <DotGroup paths={paths} opacity={1} />
              </svg>
              <figcaption className="mt-1">
                <p className="flex justify-between text-xs">
                  <MemoryTypeMark type={type} />
                  <span className="tabular text-muted">{formatCount(total)}</span>
                </p>
                {group ? (
                  <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-2 gap-y-0.5 text-xs">
                    <Measure name="DBI" measure={group.embedding.daviesBouldin} />
                    <Measure name="LISI" measure={group.embedding.lisiMedian} />
                    <Measure name="A" measure={group.abstraction} />
                  </dl>
                ) : null}
              </figcaption>
            </figure>
          );
        })}
      </div>
      <h3 className="mt-6 mb-2">From concrete to abstract</h3>
      <TypeOrderStrip groups={groups} />
    </Panel>
  );
}

function drawTypes(points: MapPoints, positions: Float32Array) {
  const many = points.count > 5_000;
  const own = colorings.benchmark.shade(points);
  const dots = { positions, side };
  const grey = new Uint16Array(points.count);
  const totals = new Uint32Array(points.types.length);
  for (const code of points.type) totals[code]!++;
  const panels = points.types.flatMap((type, code) =>
    totals[code] === 0
      ? []
      : [
          {
            ...{ type, code, total: totals[code]! },
            paths: dotPaths({
              ...{ ...dots, shade: own.shade, shades: own.shades, diameter: many ? 2 : 5 },
              shown: (i) => points.type[i] === code,
            }),
          },
        ],
  );
  const behind = dotPaths({
    ...{ ...dots, shade: grey, shades: ['var(--line-strong)'], diameter: many ? 1 : 2.2 },
    shown: () => true,
  });
  return { behind, panels };
}

/** Rings of the picked points, the type's code first in their keys. */
function drawPicked(points: MapPoints, positions: Float32Array, picked: Uint32Array): DotPath[] {
  const chosen = new Uint8Array(points.count);
  for (const i of picked) chosen[i] = 1;
  return dotPaths({
    ...{ positions, side, diameter: 8 },
    shade: Uint16Array.from(points.type),
    shades: points.types.map(() => 'var(--text)'),
    shown: (i) => chosen[i] === 1,
  });
}

function Measure({
  name,
  measure: { estimate, ciLow, ciHigh, null: chance },
}: {
  name: string;
  measure: SpaceMeasure;
}) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="tabular min-w-0">
        {estimate.value === null ? (
          <span className="text-faint">{estimate.reason}</span>
        ) : (
          <>
            {formatNumber(estimate.value)}
            {ciLow !== null && ciHigh !== null ? (
              <span className="text-muted">
                {' '}
                [{formatNumber(ciLow)}, {formatNumber(ciHigh)}]
              </span>
            ) : null}
            {chance ? (
              <span className="block text-2xs text-faint">
                shuffled {formatNumber(chance.mean)}
                {chance.z === null ? '' : `, z ${formatNumber(chance.z, 1)}`}, p {formatPValue(chance.pValue)}
              </span>
            ) : null}
          </>
        )}
      </dd>
    </>
  );
}
