import Link from 'next/link';
import { preload } from 'react-dom';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf, formatCount, formatDate } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { mapComponents } from '@/lib/core/projection/map-components';
import { umapDefaults } from '@/lib/core/projection/umap';
import { canEmbed, defaultModel } from '@/lib/embedders';
import { listAblations } from '@/lib/queries/ablations';
import { listMaps } from '@/lib/queries/map-comparisons';
import { listMapTasks } from '@/lib/queries/query-on-map';
import { getSpace } from '@/lib/queries/space';
import { spaceProvenance } from '@/lib/queries/space-provenance';
import { CompareWith } from './_components/compare-with';
import { MapTrust } from './_components/map-trust';
import { MemoryMap } from './_components/memory-map';
import { MetricsTable } from './_components/metrics-table';
import { ProjectionForm } from './_components/projection-form';
import { pointsAddress } from './_map/points-address';

export const metadata = { title: 'Memory space' };

/** A map of more memories takes longer than a few seconds: somebody has to want it. */
const mostUnasked = 20_000;

const search = z.object({
  model: z.string().optional().catch(undefined),
  map: z.uuid().optional().catch(undefined),
});

export default async function SpacePage({ params, searchParams }: PageProps<'/studies/[studyId]/space'>) {
  const { studyId } = await params;
  const db = await getDb();
  const view = search.parse(await searchParams);
  const space = await getSpace(db, studyId, { model: view.model, projectionId: view.map });
  const { projection } = space;
  const vectorCount = space.memoryCount - space.missingVectors;
  // They come while the page's code does, which asks for them by the same address.
  if (projection) preload(pointsAddress(projection.id), { as: 'fetch', crossOrigin: 'anonymous' });
  const provenance = projection && (await spaceProvenance(db, projection));
  const models = space.models.some((m) => m.model === defaultModel)
    ? space.models
    : [...space.models, { model: defaultModel, memoryCount: 0, dimensions: 512, canEmbedQueries: true }];
  // A failed job stays in view with its reason and a way to try again.
  const unfinished = space.job?.state === 'cancelled' ? null : space.job;
  return (
    <div className="space-y-5">
      <PageHeader
        title="Memory space"
        question="Where do memories lie, and how abstract is each type?"
        actions={
          <>
            <UrlSelect
              name="model"
              label="Embedding model"
              value={space.model}
              options={models.map((m) => ({
                value: m.model,
                label: `${m.model} (${formatCount(m.memoryCount)})`,
              }))}
            />
            {projection ? (
              <CompareWith studyId={studyId} shown={projection.id} maps={await listMaps(db, studyId)} />
            ) : null}
          </>
        }
      />
      {space.memoryCount === 0 ? (
        <EmptyState
          title="No memories yet"
          command="npx carryover import PATH/TO/insight_memory.pkl --study NAME"
        >
          A map needs a memory pool.
        </EmptyState>
      ) : (
        <>
          <Panel
            title={projection ? 'Project again' : 'No map of these vectors yet'}
            note="UMAP over exact neighbours; the same parameters and seed give the same map."
          >
            <ProjectionForm
              key={`${space.model} ${view.map ?? ''}`}
              studyId={studyId}
              model={space.model}
              parameters={projection?.parameters ?? umapDefaults}
              vectorCount={vectorCount}
              missingVectors={space.missingVectors}
              canEmbed={canEmbed(space.model)}
              job={unfinished}
              shown={projection?.id ?? null}
              begins={
                !projection &&
                !space.isChanging &&
                space.job === null &&
                vectorCount > 0 &&
                vectorCount <= mostUnasked
              }
            />
          </Panel>
          {projection ? (
            <>
              {projection.id === space.newestMap ? null : (
                <p className="text-muted">
                  The address asks for an earlier map of {formatDate(projection.createdAt)}.{' '}
                  <Link
                    className="link"
                    href={`/studies/${studyId}/space?${new URLSearchParams({ model: projection.model })}`}
                  >
                    Show the newest
                  </Link>
                </p>
              )}
              <Panel
                title="How they mix"
                note="Labelled by source benchmark. Higher DBI and higher LISI mean weaker clustering by benchmark, hence higher abstraction; “shuffled” is the same measure with labels permuted at random."
              >
                <MetricsTable space={projection.space} />
                <p className="mt-3 text-xs text-muted">
                  {Math.round(projection.space.settings.level * 100)} % bootstrap intervals (
                  {formatCount(projection.space.settings.resamples)} resamples of memories),{' '}
                  {formatCount(projection.space.settings.permutations)} permutations, seed{' '}
                  {projection.space.settings.seed}; {projection.space.settings.metric} geometry of{' '}
                  {projection.model}. Read the embedding space first: a map distorts.
                </p>
              </Panel>
              <MapTrust projection={projection} />
              <MemoryMap
                projectionId={projection.id}
                studyId={studyId}
                key={projection.id}
                groups={projection.space.groups}
                provenance={provenance}
                queries={{
                  tasks: await listMapTasks(db, studyId),
                  ablations: (await listAblations(db, studyId)).map(({ id, name }) => ({ id, name })),
                }}
                note={`${countOf(projection.memoryCount, 'memory', 'memories')}; ${projection.layout.method}${mapComponents(projection.parameters) === 3 ? ' in three dimensions' : ''}, ${projection.layout.neighborsUsed} neighbours, minimum distance ${projection.parameters.minDist}, ${projection.parameters.metric}, seed ${projection.parameters.seed}; trustworthiness ${projection.layout.trustworthiness.value?.toFixed(3) ?? `not known (${projection.layout.trustworthiness.reason})`}.${projection.layout.note && projection.layout.note !== projection.layout.trustworthiness.reason ? ` ${projection.layout.note}` : ''}`}
              />
            </>
          ) : null}
        </>
      )}
    </div>
  );
}
