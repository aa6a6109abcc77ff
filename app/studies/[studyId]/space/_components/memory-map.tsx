'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, startTransition, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { ProblemState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import type { SpaceGroup } from '@/lib/core/projection/describe-space';
import { idOf, type MapPoints, titleOf } from '@/lib/exporters/map-points';
import type { Provenance } from '@/lib/exporters/provenance';
import { homeOf } from '../_map/camera';
import { makeCloud } from '../_map/cloud';
import { colorings } from '../_map/colorings';
import type { Tool } from '../_map/gestures';
import { haloStrengths } from '../_map/halo';
import { markPoints, sizePoints } from '../_map/marks';
import { createFocus } from '../_map/point-focus';
import { pointsTable } from '../_map/points-table';
import { useMapPoints } from '../_map/use-map-points';
import { useMapQuery } from '../_map/use-map-query';
import { useMapView } from '../_map/use-map-view';
import { useMatches } from '../_map/use-matches';
import type { Drawn } from '../_map/use-scatter';
import { HaloLegend, haloMark } from './halo-legend';
import { factsOf, HoverCard } from './hover-card';
import { MapLegend } from './map-legend';
import { MapSelection } from './map-selection';
import { MapStage } from './map-stage';
import { MapToolbar } from './map-toolbar';
import { QueryLines } from './query-lines';
import { type QueryChoices, QueryPicker } from './query-picker';
import { SmallMultiples } from './small-multiples';

interface Props {
  projectionId: string;
  studyId: string;
  note: ReactNode;
  groups: readonly SpaceGroup[];
  provenance: Provenance | null;
  queries: QueryChoices;
}

const flatCaption =
  'Scroll or pinch to zoom, drag to move, press a point to read its memory. Shift and drag draws a lasso; Ctrl adds to what is picked.';
const solidCaption =
  'Drag or use the arrow keys to turn, Shift and drag or two fingers to move, scroll or pinch to zoom; press a point to read its memory. Near points are larger. A shape picks what is seen within it; Ctrl adds to what is picked.';

/** Rows of the table below the map that are made before somebody asks for all of them. */
const rowsAtHand = 500;

/** The map of memories with all that is linked to it, once its points are there. */
export function MemoryMap(props: Props) {
  const { points, problem } = useMapPoints(props.projectionId);
  if (problem) {
    return (
      <ProblemState
        title="The map could not be drawn"
        message={problem}
        hint="Reload the page, or project again."
      />
    );
  }
  if (!points) {
    return (
      <p
        className="grid h-[640px] place-items-center rounded-lg border border-line bg-raised text-muted"
        aria-live="polite"
      >
        Loading the map
      </p>
    );
  }
  return <LoadedMap {...props} points={points} />;
}

function LoadedMap({
  projectionId,
  studyId,
  note,
  groups,
  provenance,
  queries,
  points,
}: Props & { points: MapPoints }) {
  const router = useRouter();
  const cloud = useMemo(() => makeCloud(points), [points]);
  const [view, change] = useMapView(projectionId, points.count, cloud.solid);
  const [tool, setTool] = useState<Tool>('move');
  const [focus] = useState(createFocus);
  const matches = useMatches(projectionId, view.search);
  const shading = useMemo(() => colorings[view.coloring].shade(points), [points, view.coloring]);
  const { hidden, picked, outline } = view;
  const { marks, shown } = useMemo(
    () => markPoints(points, { shading, hidden, matches: matches.rows, picked, outline }),
    [points, shading, hidden, matches.rows, picked, outline],
  );
  const sizes = useMemo(() => sizePoints(points, view.size), [points, view.size]);
  const title = 'Map of the memories';
  const atHand = useMemo(
    () =>
      pointsTable(
        points,
        title,
        Array.from({ length: Math.min(points.count, rowsAtHand) }, (_, i) => i),
      ),
    [points],
  );
  const query = useMapQuery(projectionId, view.query.task, view.query.ablation);
  const [unlined, setUnlined] = useState<ReadonlySet<number>>(new Set());
  const halo = useMemo(() => (view.halo ? haloStrengths(points.trustworthiness) : null), [points, view.halo]);
  const turn = useDeferredValue(view.camera ?? homeOf(cloud));
  const [isDrawn, setDrawn] = useState(false);
  // The map itself is what somebody came for.
  useEffect(() => startTransition(() => setDrawn(true)), []);
  const drawn: Drawn = { cloud, shading, marks, sizes, halo };
  return (
    <div className="space-y-5">
      <ChartFrame
        title={title}
        note={note}
        table={atHand}
        whole={{ rows: points.count, make: () => pointsTable(points, title) }}
        file={`${studyId}-map`}
        provenance={provenance}
        printedLegend={[
          ...shading.groups
            .filter(({ name, count }) => count > 0 && !hidden.has(name))
            .map(({ name, color }) => ({ label: name, color, hatched: false })),
          ...(view.halo ? [haloMark] : []),
        ]}
        caption={cloud.solid ? solidCaption : flatCaption}
      >
        <MapStage
          {...drawn}
          {...{ shown, tool, focus }}
          label={`Map of ${formatCount(points.count)} memories; the table below holds the same points`}
          camera={view.camera}
          describe={(i) => `${titleOf(points, i)}, ${points.types[points.type[i]!]}, ${factsOf(points, i)}`}
          open={(point) => {
            const id = idOf(points, point);
            if (id) router.push(`/studies/${studyId}/memories/${id}`);
          }}
          pick={(rows, merge) => change({ do: 'pick', rows, merge })}
          pickOne={(row) => change({ do: 'pick-one', row })}
          look={(camera) => change({ do: 'look', camera })}
          card={(point, place, size) => <HoverCard {...{ points, point, studyId, place, size }} />}
          onShowAll={() => change({ do: 'show-all' })}
          lines={
            query.found
              ? (turn) => <QueryLines {...{ cloud, turn }} query={query.found!} hidden={unlined} />
              : null
          }
          below={
            <QueryPicker
              {...{ ...queries, studyId, view, change, state: query, hidden: unlined }}
              onToggle={(n) =>
                setUnlined((now) => {
                  const next = new Set(now);
                  if (!next.delete(n)) next.add(n);
                  return next;
                })
              }
            />
          }
          above={
            <>
              <MapToolbar {...{ view, change, tool, setTool, matches, solid: cloud.solid }} />
              <MapLegend
                shading={shading}
                hidden={hidden}
                onToggle={(name) => {
                  focus.set(null);
                  change({ do: 'toggle', name });
                }}
              />
              {view.halo ? <HaloLegend trustworthiness={points.trustworthiness} /> : null}
            </>
          }
        />
      </ChartFrame>
      <MapSelection {...{ points, picked, studyId, focus, change, provenance }} />
      {isDrawn ? <SmallMultiples {...{ points, cloud, turn, picked, groups }} /> : null}
    </div>
  );
}
