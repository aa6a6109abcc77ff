import Link from 'next/link';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { formatCount, formatDate } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { COMPARED_NEIGHBOURS } from '@/lib/core/projection/compare-spaces';
import { mapComparisonProvenance } from '@/lib/queries/map-comparison-provenance';
import { findMapComparison, listMapPools, listMaps, type MapChoice } from '@/lib/queries/map-comparisons';
import { getProjection } from '@/lib/queries/space';
import { spaceProvenance } from '@/lib/queries/space-provenance';
import { chooseSides } from '../_compare/choose-sides';
import type { SideFacts } from '../_compare/sides';
import { CompareMaps } from './_components/compare-maps';
import { ComparisonStart } from './_components/comparison-start';
import { KeptSummary } from './_components/kept-summary';
import { MapChoices, mapName } from './_components/map-choices';
import { MixingTable } from './_components/mixing-table';

export const metadata = { title: 'Compare maps' };

const id = z.uuid().optional().catch(undefined);
const search = z.object({
  ...{ left: id, right: id, 'pool-left': id, 'pool-right': id },
  neighbors: z.coerce.number().int().min(1).max(200).catch(COMPARED_NEIGHBOURS),
  seed: z.coerce.number().int().catch(7),
});

export default async function ComparePage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/space/compare'>) {
  const { studyId } = await params;
  const db = await getDb();
  const view = search.parse(await searchParams);
  const [maps, pools] = [await listMaps(db, studyId), await listMapPools(db, studyId)];
  const sides = chooseSides(maps, pools, view);
  const header = (
    <PageHeader
      title="Compare maps"
      question="Which memories change their neighbours under another model, and do abstract ones mix more under each?"
      actions={
        sides ? (
          <MapChoices
            {...{ maps, pools, leftPool: sides.leftPool, rightPool: sides.rightPool }}
            left={sides.left.id}
            right={sides.right.id}
          />
        ) : null
      }
    />
  );
  if (!sides) {
    return (
      <div className="space-y-5">
        {header}
        <NothingToCompare studyId={studyId} maps={maps.length} memories={pools.length > 0} />
      </div>
    );
  }
  const { left, right, leftPool, rightPool } = sides;
  const question = {
    ...{ left: left.id, right: right.id, leftPool, rightPool },
    ...{ neighbors: view.neighbors, seed: view.seed },
  };
  const { comparison, job } = await findMapComparison(db, studyId, question);
  const poolName = (poolId: string | null) => pools.find((pool) => pool.id === poolId)?.name ?? null;
  const factsOf = async (map: MapChoice, poolId: string | null): Promise<SideFacts> => {
    const projection = await getProjection(db, map.id);
    const pool = poolName(poolId);
    return {
      projectionId: map.id,
      name: mapName(map),
      note: `${formatCount(map.memoryCount)} memories, ${map.parameters.neighbors} neighbours, seed ${map.parameters.seed}, made ${formatDate(map.createdAt)}.${pool === null ? '' : ` Memories of the pool ${pool} stand out.`}`,
      pool,
      provenance: projection && (await spaceProvenance(db, projection)),
    };
  };
  const facts = { left: await factsOf(left, leftPool), right: await factsOf(right, rightPool) };
  const sameVectors = left.model === right.model && left.parameters.metric === right.parameters.metric;
  return (
    <div className="space-y-5">
      {header}
      <Panel
        title={comparison ? `Compared ${formatDate(comparison.createdAt)}` : 'Not compared yet'}
        note="Neighbours are exact, in the embedding space of each map and by its metric; how the maps were laid out plays no part."
      >
        <ComparisonStart
          key={`${job?.id ?? comparison?.id ?? 'none'} ${left.id} ${right.id} ${leftPool} ${rightPool}`}
          {...{ studyId, question, job, again: comparison !== null }}
        />
      </Panel>
      {comparison ? (
        <>
          <KeptSummary
            found={comparison}
            warning={
              sameVectors
                ? 'Both maps are of the vectors of one model by one metric: neighbours are the same, and the maps differ in their drawing alone.'
                : null
            }
          />
          <MixingTable
            sides={(['left', 'right'] as const).map((which) => ({
              which: which === 'left' ? 'Left' : 'Right',
              name: facts[which].name,
              pool: facts[which].pool,
              contrast: comparison.mixing[which],
            }))}
          />
        </>
      ) : null}
      <CompareMaps
        key={`${left.id} ${right.id}`}
        {...{ studyId, left: facts.left, right: facts.right }}
        comparison={
          comparison && {
            id: comparison.id,
            neighbors: comparison.comparison.neighbors,
            provenance: await mapComparisonProvenance(db, comparison, { left, right }),
          }
        }
      />
    </div>
  );
}

function NothingToCompare({ studyId, maps, memories }: { studyId: string; maps: number; memories: boolean }) {
  if (!memories) {
    return (
      <EmptyState
        title="No memories yet"
        command="npx carryover import PATH/TO/insight_memory.pkl --study NAME"
      >
        A comparison needs a memory pool and two maps of it.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={maps === 0 ? 'No map yet' : 'One map, one pool'}>
      {maps === 0
        ? 'Two maps can be compared, and there is none.'
        : 'There is nothing to compare the map with.'}{' '}
      Give the memories{' '}
      <Link className="link" href={`/studies/${studyId}/memories/embeddings`}>
        vectors of another model
      </Link>
      , then{' '}
      <Link className="link" href={`/studies/${studyId}/space`}>
        make a map of them
      </Link>
      ; or project the same vectors by another metric. Two pools of one map can be compared, too.
    </EmptyState>
  );
}
