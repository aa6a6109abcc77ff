import Link from 'next/link';
import { notFound } from 'next/navigation';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { ServiceNote } from '@/app/_llm/llm-fields';
import { PromptTexts } from '@/app/_llm/prompt-texts';
import { getDb } from '@/db/client';
import { describeService } from '@/lib/llm/describe-service';
import { getGenerationChoices } from '@/lib/queries/generation-choices';
import { listGenerations } from '@/lib/queries/generations';
import { getMetaKnowledgeShares } from '@/lib/queries/meta-knowledge';
import { getStudy } from '@/lib/queries/studies';
import { ClassifyForm } from './_components/classify-form';
import { GenerationCard } from './_components/generation-card';
import { GenerationForm } from './_components/generation-form';

export const metadata = { title: 'Generate memories' };

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
          <div className="mb-4">
            <ServiceNote
              service={service}
              sent="trajectories go there"
              otherwise="Trajectory memories need no model and work now."
            />
          </div>
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
        <PromptTexts
          ids={['workflow', 'summary', 'insight-of-success', 'insight-of-failure', 'judge', 'meta-knowledge']}
        />
      </Panel>
    </div>
  );
}
