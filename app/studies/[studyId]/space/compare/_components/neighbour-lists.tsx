'use client';

import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { formatPercent } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import type { Problem } from '@/app/_components/send-json';
import { titleOf } from '@/lib/exporters/map-points';
import type { ComparedNeighbours } from '@/lib/queries/map-comparisons';
import { type LinkedMaps, whereIs } from '../../_compare/link-maps';
import type { LinkedFocus } from '../../_compare/linked-focus';
import { neighbourKindNames, neighbourKinds, type SideFacts } from '../../_compare/sides';

interface Props {
  studyId: string;
  linked: LinkedMaps;
  focus: { left: LinkedFocus; right: LinkedFocus };
  facts: { left: SideFacts; right: SideFacts };
  chosen: number;
  neighbours: ComparedNeighbours | null;
  problem: Problem | null;
  /** Why nothing is known of neighbours; null where a comparison is there. */
  missing: string | null;
}

/** Who lies next to the chosen memory on either map, nearest first. */
export function NeighbourLists(props: Props) {
  const { studyId, linked, chosen, neighbours, problem, missing, facts } = props;
  const { points, row } = whereIs(linked, chosen);
  const share = neighbours && neighbours.kept.length / neighbours.left.length;
  return (
    <Panel
      title={`Neighbours of “${titleOf(points, row)}”`}
      note={
        neighbours && share !== null
          ? `${neighbours.kept.length} of ${neighbours.left.length} kept (${formatPercent(share)} %). Lines on the maps: to those kept, to those only on the left, and to those only on the right.`
          : undefined
      }
    >
      {neighbours ? (
        <>
          <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
            {neighbourKindNames.map((kind) => (
              <li key={kind} className="inline-flex items-center gap-1.5">
                <svg width="22" height="6" aria-hidden="true">
                  <line
                    x1="0"
                    x2="22"
                    y1="3"
                    y2="3"
                    stroke={neighbourKinds[kind].color}
                    strokeWidth="2"
                    strokeDasharray={neighbourKinds[kind].dash}
                  />
                </svg>
                {neighbourKinds[kind].word}
                <span className="tabular">{neighbours[kind].length}</span>
              </li>
            ))}
          </ul>
          <div className="grid gap-5 md:grid-cols-2">
            {(['left', 'right'] as const).map((which) => (
              <NeighbourList
                key={which}
                {...{ studyId, linked, which, neighbours, focus: props.focus[which] }}
                name={facts[which].name}
              />
            ))}
          </div>
        </>
      ) : (
        <p className="text-muted" aria-live="polite">
          {problem
            ? `${problem.message}${problem.hint ? ` ${problem.hint}` : ''}`
            : (missing ?? 'Looking its neighbours up')}
        </p>
      )}
    </Panel>
  );
}

function NeighbourList({
  studyId,
  linked,
  which,
  name,
  neighbours,
  focus,
}: {
  studyId: string;
  linked: LinkedMaps;
  which: 'left' | 'right';
  name: string;
  neighbours: ComparedNeighbours;
  focus: LinkedFocus;
}) {
  const kept = new Set(neighbours.kept);
  return (
    <section aria-label={`Neighbours on the ${which} map`} className="min-w-0">
      <h3 className="mb-1">
        {which === 'left' ? 'Left' : 'Right'}: {name}
      </h3>
      <ol className="text-sm">
        {neighbours[which].map((id) => {
          const kind = kept.has(id) ? 'kept' : which === 'left' ? 'onlyLeft' : 'onlyRight';
          const memory = linked.numberOf.get(id);
          const place = memory === undefined ? null : whereIs(linked, memory);
          const row = memory === undefined ? -1 : linked[which].rowOf[memory]!;
          return (
            <li
              key={id}
              className="flex items-center justify-between gap-3 border-b border-line py-1"
              onPointerEnter={() => row >= 0 && focus.set({ point: row, kept: false })}
              onPointerLeave={() => focus.set(null)}
            >
              <Link className="link min-w-0 truncate" href={`/studies/${studyId}/memories/${id}`}>
                {place ? titleOf(place.points, place.row) : 'not on these maps'}
              </Link>
              <Badge tone={neighbourKinds[kind].tone}>{neighbourKinds[kind].word}</Badge>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
