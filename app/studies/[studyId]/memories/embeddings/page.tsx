import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { keyTextLabels, keyTexts } from '@/lib/core/retrieval/key-text';
import { defaultModel, listModels } from '@/lib/embedders';
import { serviceHost } from '@/lib/openai/service';
import type { JobRow } from '@/lib/queries/jobs';
import { getStudy } from '@/lib/queries/studies';
import { getVectorSets } from '@/lib/queries/vector-sets';
import { EmbeddingForm } from './_components/embedding-form';
import { VectorTable } from './_components/vector-table';

export const metadata = { title: 'Embeddings' };

const search = z.object({
  model: z.string().max(200).catch(defaultModel).default(defaultModel),
  keyText: z.enum(keyTexts).catch('key').default('key'),
});

/** What an embedding job embeds, in words. */
function jobTitle({ input, state }: JobRow): string {
  const keyText = z.enum(keyTexts).catch('key').parse(input.keyText);
  const verb =
    state === 'running' ? 'Embedding' : state === 'queued' ? 'Waiting to embed' : 'Last embedding:';
  return `${verb} the ${keyTextLabels[keyText]} with ${String(input.model)}`;
}

export default async function EmbeddingsPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/memories/embeddings'>) {
  const { studyId } = await params;
  const chosen = search.parse(await searchParams);
  const db = await getDb();
  if (!(await getStudy(db, studyId))) notFound();
  const { memoryCount, sets, job } = await getVectorSets(db, studyId);
  return (
    <div className="space-y-5">
      <PageHeader
        title="Embeddings"
        question="By which vectors can the memories be found?"
        actions={
          <Link className="button" href={`/studies/${studyId}/memories`}>
            All memories
          </Link>
        }
      />
      {memoryCount === 0 ? (
        <EmptyState
          title="No memories to embed"
          command="npx carryover import PATH/TO/insight_memory.pkl --study NAME"
        >
          Import a memory pool, or generate memories from the trials. Vectors that a pool brings along are
          listed here.
        </EmptyState>
      ) : (
        <>
          <Panel
            title="Vectors of this study"
            note={`One row for each model and text; ${countOf(memoryCount, 'memory', 'memories')} in all. Vectors of different models are never compared.`}
          >
            {sets.length === 0 ? (
              <p className="text-muted">
                No memory has a vector yet. The local model needs no key and no network; BM25 needs no
                vectors.
              </p>
            ) : (
              <VectorTable studyId={studyId} sets={sets} memoryCount={memoryCount} />
            )}
          </Panel>
          {job ? (
            <Panel title={jobTitle(job)}>
              <JobProgress key={`${job.id}-${job.attempts}`} job={job} onEnd="refresh" />
            </Panel>
          ) : null}
          <Panel
            id="embed"
            title="Embed memories"
            note="Gives a vector to every memory that has none of this kind. What is done is kept when the work is cancelled or fails."
          >
            <EmbeddingForm
              key={`${chosen.model} ${chosen.keyText}`}
              studyId={studyId}
              models={listModels()}
              serviceHost={serviceHost(process.env)}
              initial={chosen}
            />
          </Panel>
        </>
      )}
    </div>
  );
}
