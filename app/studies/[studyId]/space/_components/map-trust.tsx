import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatCount } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { Stat } from '@/app/_components/stat';
import { clusterName } from '@/lib/core/projection/map-structure';
import type { ProjectionRow } from '@/lib/queries/space';

/** How far a map can be believed, and what lies on it. */
export function MapTrust({
  projection: { layout, stability, structure },
}: {
  projection: Pick<ProjectionRow, 'layout' | 'stability' | 'structure'>;
}) {
  const k = layout.judgedNeighbors;
  const seeds = stability?.seeds.join(', ');
  return (
    <Panel
      title="How far the map can be believed"
      note={`By the ${k} nearest memories in the space and on the map; 1 is best. Colour the map by “neighbours kept”, or ask for its halo, to see where it can be.`}
    >
      <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-4">
        <Stat
          label="Trustworthiness"
          value={<EstimateText estimate={layout.trustworthiness} format="number" digits={3} />}
          note={layout.trustworthiness.reason ?? 'no false neighbours are drawn'}
        />
        <Stat
          label="Continuity"
          value={<EstimateText estimate={layout.continuity} format="number" digits={3} />}
          note={layout.continuity.reason ?? 'no true neighbours are torn apart'}
        />
        <Stat
          label="Neighbours kept"
          value={<EstimateText estimate={layout.recall} format="number" digits={3} />}
          note={layout.recall.reason ?? 'share of the nearest that are near on the map'}
        />
        <Stat
          label="Stability over seeds"
          value={stability ? <EstimateText estimate={stability.overlap} format="number" digits={3} /> : '–'}
          note={
            stability?.overlap.value == null
              ? (stability?.overlap.reason ?? 'share of neighbours that maps of other seeds share')
              : `share of neighbours common to maps of seeds ${seeds}`
          }
        />
      </dl>
      {structure ? (
        <p className="mt-4 text-sm">
          {structure.clusters.length === 0
            ? 'No part of the map is denser than the rest.'
            : `${countOf(structure.clusters.length, 'cluster')} by density (at least ${formatCount(structure.smallestCluster)} memories), ${formatCount(structure.unclustered)} in none.`}{' '}
          {structure.duplicates > 0
            ? `${formatCount(structure.duplicates)} near duplicates in ${countOf(structure.duplicateGroups, 'group')}.`
            : 'No near duplicates.'}
        </p>
      ) : null}
      {structure && structure.clusters.length > 0 ? (
        <ul className="mt-2 grid gap-x-8 gap-y-1 text-sm sm:grid-cols-2 lg:grid-cols-3">
          {structure.clusters.slice(0, 12).map((cluster, place) => (
            <li key={clusterName(place, cluster)} className="flex min-w-0 justify-between gap-3">
              <span className="min-w-0 truncate" title={clusterName(place, cluster)}>
                {clusterName(place, cluster)}
              </span>
              <span className="tabular text-faint">{formatCount(cluster.size)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}
