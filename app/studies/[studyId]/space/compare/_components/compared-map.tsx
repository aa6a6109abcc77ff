'use client';

import { useCallback, useMemo, useState } from 'react';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { formatCount } from '@/app/_components/format';
import { titleOf } from '@/lib/exporters/map-points';
import type { ComparedNeighbours } from '@/lib/queries/map-comparisons';
import { type LinkedMaps, rowsOn, withKept } from '../../_compare/link-maps';
import type { LinkedFocus } from '../../_compare/linked-focus';
import { neighbourKindNames, neighbourKinds, type SideFacts } from '../../_compare/sides';
import { factsOf, HoverCard } from '../../_components/hover-card';
import { MapStage } from '../../_components/map-stage';
import { RowLines } from '../../_components/row-lines';
import type { Camera } from '../../_map/camera';
import { makeCloud, pointOf } from '../../_map/cloud';
import type { Shading } from '../../_map/colorings';
import type { Tool } from '../../_map/gestures';
import { markPoints, sizePoints } from '../../_map/marks';
import { pointsTable } from '../../_map/points-table';

interface Props {
  studyId: string;
  which: 'left' | 'right';
  facts: SideFacts;
  linked: LinkedMaps;
  kept: Float32Array | null;
  shading: Shading;
  hidden: ReadonlySet<string>;
  /** Memory numbers. */
  picked: Uint32Array;
  chosen: number | null;
  neighbours: ComparedNeighbours | null;
  tool: Tool;
  focus: LinkedFocus;
  pick(memories: Uint32Array, merge: boolean): void;
  pickOne(memory: number): void;
  onShowAll(): void;
}

const rowsAtHand = 500;

/** One of two maps: what is focused, picked or chosen on the other is so on this one. */
export function ComparedMap(props: Props) {
  const { studyId, which, facts, linked, kept, shading, hidden, picked, chosen, neighbours, focus } = props;
  const side = linked[which];
  const { points } = side;
  const [camera, look] = useState<Camera | null>(null);
  const cloud = useMemo(() => makeCloud(points), [points]);
  const sizes = useMemo(() => sizePoints(points, 'same'), [points]);
  const lit = useMemo(() => {
    if (neighbours && chosen !== null) {
      const ids = [...neighbours.left, ...neighbours.right];
      return rowsOn(side, new Set([chosen, ...ids.flatMap((id) => linked.numberOf.get(id) ?? [])]));
    }
    if (facts.pool === null) return null;
    const code = points.pools.indexOf(facts.pool);
    return Uint32Array.from(points.pool.keys()).filter((row) => points.pool[row] === code);
  }, [neighbours, chosen, side, linked, points, facts.pool]);
  const { marks, shown } = useMemo(
    () => markPoints(points, { shading, hidden, matches: lit, picked: rowsOn(side, picked), outline: false }),
    [points, shading, hidden, lit, side, picked],
  );
  const row = chosen === null ? -1 : side.rowOf[chosen]!;
  const title = `${which === 'left' ? 'Left' : 'Right'}: ${facts.name}`;
  const table = useCallback(
    (rows: number) =>
      pointsTable(
        withKept(side, kept),
        title,
        Array.from({ length: rows }, (_, i) => i),
      ),
    [side, kept, title],
  );
  const atHand = useMemo(() => table(Math.min(points.count, rowsAtHand)), [table, points]);
  return (
    <ChartFrame
      title={title}
      note={facts.note}
      table={atHand}
      whole={{ rows: points.count, make: () => table(points.count) }}
      file={`${studyId}-map-${which}`}
      provenance={facts.provenance}
      printedLegend={shading.groups
        .filter(({ name, count }) => count > 0 && !hidden.has(name))
        .map(({ name, color }) => ({ label: name, color, hatched: false }))}
    >
      <MapStage
        {...{ cloud, shading, marks, sizes, shown, camera, look, focus }}
        halo={null}
        tool={props.tool}
        label={`${title}, ${formatCount(points.count)} memories`}
        surfaceLabel={`Points of the ${which} map`}
        describe={(i) =>
          focus.leads()
            ? `${titleOf(points, i)}, ${points.types[points.type[i]!]}, ${factsOf(points, i)}`
            : ''
        }
        open={(point) => props.pick(Uint32Array.of(side.memoryOf[point]!), false)}
        pick={(rows, merge) => props.pick(rows.map((i) => side.memoryOf[i]!).sort(), merge)}
        pickOne={(point) => props.pickOne(side.memoryOf[point]!)}
        card={(point, place, size) =>
          focus.leads() ? <HoverCard {...{ points, point, studyId, place, size }} /> : null
        }
        onShowAll={props.onShowAll}
        lines={
          neighbours && row >= 0
            ? (turn) =>
                neighbourKindNames.map((kind) => (
                  <RowLines
                    key={kind}
                    {...{ cloud, turn, from: pointOf(cloud, row), ...neighbourKinds[kind] }}
                    rows={[
                      ...rowsOn(
                        side,
                        neighbours[kind].flatMap((id) => linked.numberOf.get(id) ?? []),
                      ),
                    ]}
                  />
                ))
            : null
        }
      />
    </ChartFrame>
  );
}
