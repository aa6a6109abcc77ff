'use client';

import { useMemo, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { Panel } from '@/app/_components/panel';
import { idOf, type MapPoints } from '@/lib/exporters/map-points';
import { jointLegend, linkMaps, whereIs, withKept } from '../../_compare/link-maps';
import { linkFocus } from '../../_compare/linked-focus';
import type { ComparisonFacts, SideFacts } from '../../_compare/sides';
import { useComparedNeighbours } from '../../_compare/use-compared-neighbours';
import { useKeptShares } from '../../_compare/use-kept-shares';
import { MapLegend } from '../../_components/map-legend';
import { colorings } from '../../_map/colorings';
import type { Tool } from '../../_map/gestures';
import { useMapPoints } from '../../_map/use-map-points';
import { useMapView } from '../../_map/use-map-view';
import { CompareToolbar } from './compare-toolbar';
import { ComparedMap } from './compared-map';
import { KeptList } from './kept-list';
import { NeighbourLists } from './neighbour-lists';

interface Props {
  studyId: string;
  left: SideFacts;
  right: SideFacts;
  /** Null until the maps have been compared. */
  comparison: ComparisonFacts | null;
}

/** Two maps next to each other once their points are there. */
export function CompareMaps(props: Props) {
  const left = useMapPoints(props.left.projectionId);
  const right = useMapPoints(props.right.projectionId);
  const problem = left.problem ?? right.problem;
  if (problem)
    return <ProblemState title="The maps could not be drawn" message={problem} hint="Reload the page." />;
  if (!left.points || !right.points) {
    return (
      <p
        className="grid h-[640px] place-items-center rounded-lg border border-line bg-raised text-muted"
        aria-live="polite"
      >
        Loading the maps
      </p>
    );
  }
  return <LoadedMaps {...props} points={{ left: left.points, right: right.points }} />;
}

function LoadedMaps({
  studyId,
  left,
  right,
  comparison,
  points,
}: Props & { points: { left: MapPoints; right: MapPoints } }) {
  const linked = useMemo(() => linkMaps(points.left, points.right), [points.left, points.right]);
  const focus = useMemo(() => linkFocus(linked), [linked]);
  const [view, change] = useMapView(`${left.projectionId}.${right.projectionId}`, linked.count);
  const [tool, setTool] = useState<Tool>('move');
  const { kept, problem } = useKeptShares(comparison?.id ?? null, linked);
  const shading = useMemo(() => {
    const { shade } = colorings[view.coloring];
    return { left: shade(withKept(linked.left, kept)), right: shade(withKept(linked.right, kept)) };
  }, [view.coloring, linked, kept]);
  const legend = useMemo(
    () => ({ ...shading.left, groups: jointLegend(linked, shading.left, shading.right) }),
    [linked, shading],
  );
  const solid = linked.left.points.components === 3 || linked.right.points.components === 3;
  const { hidden, picked } = view;
  const chosen = picked.length === 1 ? picked[0]! : null;
  const place = chosen === null ? null : whereIs(linked, chosen);
  const neighbours = useComparedNeighbours(comparison?.id ?? null, place && idOf(place.points, place.row));
  const facts = { left, right };
  return (
    <>
      <Panel
        title="Two maps"
        note="What is pointed at or picked on one map is so on the other. Press a point to see its neighbours; Shift and drag draws a lasso on a map of two dimensions and moves one of three, which dragging turns; Ctrl adds to what is picked."
      >
        <CompareToolbar {...{ view, change, tool, setTool, solid, compared: comparison !== null }} />
        <MapLegend
          shading={legend}
          hidden={hidden}
          onToggle={(name) => {
            focus.left.set(null);
            change({ do: 'toggle', name });
          }}
        />
        {problem ? <p className="text-xs text-bad">{problem.message}</p> : null}
        <div className="grid gap-4 lg:grid-cols-2">
          {(['left', 'right'] as const).map((which) => (
            <ComparedMap
              key={which}
              {...{ studyId, which, linked, kept, hidden, picked, chosen, tool }}
              facts={facts[which]}
              shading={shading[which]}
              neighbours={neighbours.found}
              focus={focus[which]}
              pick={(rows, merge) => change({ do: 'pick', rows, merge })}
              pickOne={(row) => change({ do: 'pick-one', row })}
              onShowAll={() => change({ do: 'show-all' })}
            />
          ))}
        </div>
      </Panel>
      {chosen === null ? null : (
        <NeighbourLists
          {...{ studyId, linked, focus, facts, chosen, problem: neighbours.problem }}
          neighbours={neighbours.found}
          missing={
            comparison ? null : 'Compare the maps first; then its neighbours on either are listed here.'
          }
        />
      )}
      {comparison && kept?.some((share) => !Number.isNaN(share)) ? (
        <KeptList
          {...{ studyId, linked, kept, picked, comparison, focus }}
          choose={(memory) => change({ do: 'pick', rows: Uint32Array.of(memory), merge: false })}
        />
      ) : null}
    </>
  );
}
