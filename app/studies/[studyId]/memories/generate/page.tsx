import Link from 'next/link';
import { notFound } from 'next/navigation';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { describeService, type ServiceDescription } from '@/lib/llm/describe-service';
import { prompts } from '@/lib/llm/prompts';
import { getGenerationChoices } from '@/lib/queries/generation-choices';
import { listGenerations } from '@/lib/queries/generations';
import { getMetaKnowledgeShares } from '@/lib/queries/meta-knowledge';
import { getStudy } from '@/lib/queries/studies';
import { ClassifyForm } from './_components/classify-form';
import { GenerationCard } from './_components/generation-card';
import { GenerationForm } from './_components/generation-form';

export const metadata = { title: 'Generate memories' };

function ServiceNote({ service }: { service: ServiceDescription }) {
  if (service.state === 'ready') {
    return (
      <p className="mb-4 text-muted">
        Models are asked at {service.host}; trajectories go there, keys in them removed.
      </p>
    );
  }
  return (
    <div className="mb-4 rounded-md bg-warn-soft px-3 py-2 text-warn">
      {service.state === 'no-key' ? (
        <p>
          No language model is set up. Set <code className="font-mono text-xs">OPENAI_API_KEY</code>, or{' '}
          <code className="font-mono text-xs">OPENAI_BASE_URL</code> for a server of your own, and start
          Carryover again. Trajectory memories need no model and work now.
        </p>
      ) : (
        <p>
          <code className="font-mono text-xs">OPENAI_BASE_URL</code> is not an address. It should look like
          https://api.openai.com/v1. Trajectory memories need no model and work now.
        </p>
      )}
    </div>
  );
}

export default async function GeneratePage({ params }: PageProps<'/studies/[studyId]/memories/generate'>) {
  const { studyId } = await params;
  const db = await getDb();
  const study = await getStudy(db, studyId);
  if (!study) notFound();
  const [choices, generations, shares] = await Promise.all([
    getGenerationChoices(db, studyId),
    listGenerations(db, studyId),
    getMetaKnowledgeShares(db, studyId),
  ]);
  const service = describeService(process.env);
  return (
    <div className="space-y-5">
      <PageHeader
        title="Generate memories"
        question="What did the trials teach, written down as memories?"
        actions={
          <Link className="button" href={`/studies/${studyId}/memories`}>
            All memories
          </Link>
        }
      />
      {choices.trials === 0 ? (
        <EmptyState
          title="No trajectories to learn from"
          command="npx carryover import PATH/TO/LOGS --study NAME"
        >
          Memories are made from the steps of trials. Import run logs that hold trajectories first.
        </EmptyState>
      ) : (
        <Panel
          title="What to generate"
          note={`One memory of each type for each of ${countOf(choices.trials, 'trial')} with a trajectory; insights up to three.`}
        >
          <ServiceNote service={service} />
          <GenerationForm studyId={studyId} choices={choices} service={service} />
        </Panel>
      )}
      {generations.map((generation) => (
        <GenerationCard key={generation.id} generation={generation} />
      ))}
      {shares.insights > 0 ? (
        <Panel
          title="Sort insights by kind"
          note="A model sorts the insights that have none into ten kinds of meta-knowledge; kinds set by hand stay. Insights that name something of their source task are marked on the way."
        >
          <ClassifyForm
            studyId={studyId}
            left={shares.insights - shares.sorted}
            model={service.models[0]?.model ?? ''}
            ready={service.state === 'ready'}
          />
        </Panel>
      ) : null}
      <Panel
        title="Prompts"
        note="What models are told, word for word. Memories and verdicts keep the version they came from."
      >
        <div className="divide-y divide-line">
          {Object.values(prompts).map(({ id, version, label, text }) => (
            <details key={id} className="py-2">
              <summary>
                {label}{' '}
                <span className="text-xs text-muted">
                  {id} v{version}
                </span>
              </summary>
              <p className="mt-2 max-w-4xl whitespace-pre-wrap text-muted">{text}</p>
            </details>
          ))}
        </div>
      </Panel>
    </div>
  );
}
