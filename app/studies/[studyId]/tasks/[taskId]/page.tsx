import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Badge } from '@/app/_components/badge';
import { FoldedText } from '@/app/_components/folded-text';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { getTaskRelevance } from '@/lib/queries/relevance';
import { getTask } from '@/lib/queries/tasks';
import { RetrieveNow } from '../_components/retrieve-now';
import { TrialCard } from '../_components/trial-card';

export const metadata = { title: 'Task' };

export default async function TaskPage({ params }: PageProps<'/studies/[studyId]/tasks/[taskId]'>) {
  const { studyId, taskId } = await params;
  const db = await getDb();
  const detail = z.uuid().safeParse(taskId).success ? await getTask(db, taskId) : null;
  if (!detail || detail.task.studyId !== studyId) notFound();
  const { task, benchmark, conditions, passThreshold } = detail;
  const relevance = await getTaskRelevance(db, studyId, taskId);
  return (
    <div className="space-y-5">
      <PageHeader
        title={<span className="break-all">{task.externalId}</span>}
        question={
          <>
            <Link
              className="link"
              href={`/studies/${studyId}/tasks?benchmark=${encodeURIComponent(benchmark)}`}
            >
              {benchmark}
            </Link>
            {' · '}What happened on this task under every condition?
          </>
        }
      />
      <Panel title="Task text">
        {task.text ? (
          <FoldedText text={task.text} />
        ) : (
          <p className="text-muted">The imported logs do not hold it.</p>
        )}
        {task.hasAnswer ? (
          <p className="mt-3 text-xs text-muted">
            Its gold patch or tests are known: memories that hold them are marked.
          </p>
        ) : null}
      </Panel>
      <section className="space-y-3" aria-labelledby="trials">
        <h2 id="trials">Trials by condition</h2>
        {conditions.length === 0 ? <p className="text-muted">No trial of this task was imported.</p> : null}
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))] items-start gap-4">
          {conditions.map(({ condition, trials }) => {
            const decided = trials.filter((t) => t.passed !== null);
            return (
              <section
                key={condition.id}
                aria-label={condition.label}
                className="min-w-0 rounded-lg border border-line bg-raised"
              >
                <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
                  <h3 className="min-w-0 break-words">{condition.label}</h3>
                  {condition.isBaseline ? <Badge>baseline</Badge> : null}
                  <span className="tabular ml-auto text-xs text-muted">
                    {decided.filter((t) => t.passed).length} of {decided.length} passed
                  </span>
                </div>
                <ul className="divide-y divide-line">
                  {trials.map((t) => (
                    <TrialCard key={t.id} trial={t} studyId={studyId} relevance={relevance} />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
        <p className="text-xs text-muted">
          A trial passes at a reward of {passThreshold} or more; a trial without a reward is no failure.
        </p>
      </section>
      <Panel
        title="What would be retrieved now"
        note="Ask the study's memories with this task's text under any setting."
      >
        <RetrieveNow
          studyId={studyId}
          query={task.text || task.externalId}
          benchmark={benchmark}
          task={task.externalId}
          relevance={relevance}
        />
      </Panel>
    </div>
  );
}
