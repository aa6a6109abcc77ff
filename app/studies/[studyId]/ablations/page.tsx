import Link from 'next/link';
import { EmptyState } from '@/app/_components/empty-state';
import { formatCount, formatDate } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import { PromptTexts, retrievalPrompts } from '@/app/_llm/prompt-texts';
import { getDb } from '@/db/client';
import { listModels } from '@/lib/embedders';
import { describeService } from '@/lib/llm/describe-service';
import { listAblations, listWriters } from '@/lib/queries/ablations';
import { getOverview } from '@/lib/queries/get-overview';
import { GridForm } from './_components/grid-form';

export const metadata = { title: 'Ablations' };

export default async function AblationsPage({ params }: PageProps<'/studies/[studyId]/ablations'>) {
  const { studyId } = await params;
  const db = await getDb();
  const [ablations, overview, writers] = await Promise.all([
    listAblations(db, studyId),
    getOverview(db, studyId),
    listWriters(db, studyId),
  ]);
  const taskCount = overview?.benchmarks.reduce((n, b) => n + b.taskCount, 0) ?? 0;
  const memoryCount = overview?.study.memoryCount ?? 0;
  return (
    <div className="space-y-5">
      <PageHeader title="Ablations" question="What would another retrieval setting have retrieved?" />
      {taskCount === 0 || memoryCount === 0 ? (
        <EmptyState
          title={memoryCount === 0 ? 'No memories to retrieve' : 'No tasks to retrieve for'}
          command="npx carryover import PATH --study NAME"
        >
          An ablation needs the tasks of run logs and the memories of a pool.
        </EmptyState>
      ) : (
        <Panel
          title="Compose a grid"
          note="Every combination of what is chosen is an arm: a retrieval setting that is run over every task of the study, without running an agent."
        >
          <GridForm
            studyId={studyId}
            taskCount={taskCount}
            writers={writers}
            promptTexts={<PromptTexts ids={retrievalPrompts} />}
            service={describeService(process.env)}
            models={listModels().map((m) => ({ value: m.model, label: m.label }))}
          />
        </Panel>
      )}
      {ablations.length > 0 ? (
        <Panel title="Ablations so far">
          <TableFrame caption="Ablations">
            <thead>
              <tr>
                <th scope="col">Ablation</th>
                <th scope="col" className="num">
                  Arms
                </th>
                <th scope="col" className="num">
                  Tasks
                </th>
                <th scope="col" className="num">
                  Memories
                </th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {ablations.map((a) => (
                <tr key={a.id}>
                  <th scope="row" className="min-w-56">
                    <Link className="link" href={`/studies/${studyId}/ablations/${a.id}`}>
                      {a.name}
                    </Link>
                    {a.job && a.job.state !== 'done' && a.job.kind === 'run-ablation-grid' ? (
                      <div className="mt-1 min-w-64 font-normal">
                        <JobProgress job={a.job} onEnd="refresh" />
                      </div>
                    ) : null}
                  </th>
                  <td className="num">
                    {a.arms.every((arm) => arm.summary)
                      ? a.arms.length
                      : `${a.arms.filter((arm) => arm.summary).length} of ${a.arms.length}`}
                  </td>
                  <td className="num">{a.summary ? formatCount(a.summary.taskCount) : '–'}</td>
                  <td className="num">{a.summary ? formatCount(a.summary.memoryCount) : '–'}</td>
                  <td className="whitespace-nowrap text-muted">{formatDate(a.createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        </Panel>
      ) : null}
    </div>
  );
}
