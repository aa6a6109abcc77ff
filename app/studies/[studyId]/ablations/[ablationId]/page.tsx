import { notFound } from 'next/navigation';
import { z } from 'zod';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EmptyState } from '@/app/_components/empty-state';
import { EstimateText } from '@/app/_components/estimate';
import { FoldedText } from '@/app/_components/folded-text';
import { formatCount, formatPercent } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import { UrlSearch, UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { getAblation, getAblationTask, listAblationTasks } from '@/lib/queries/ablations';
import { AgreementTable } from '../_components/agreement-table';
import { ArmColumns } from '../_components/arm-columns';

export const metadata = { title: 'Ablation' };

const search = z.object({
  task: z.uuid().optional().catch(undefined),
  search: z.string().optional().catch(undefined),
});

export default async function AblationPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/ablations/[ablationId]'>) {
  const { studyId, ablationId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const ablation = z.uuid().safeParse(ablationId).success ? await getAblation(db, ablationId) : null;
  if (!ablation || ablation.studyId !== studyId) notFound();
  const { summary, arms, job } = ablation;
  const running = job && job.state !== 'done' && job.kind === 'run-ablation-grid';
  const tasks = summary ? await listAblationTasks(db, ablationId, { search: view.search }) : [];
  const chosen = view.task ?? tasks[0]?.id;
  const task = chosen ? await getAblationTask(db, ablationId, chosen) : null;
  // A linked task stays chosen even where the search does not list it.
  const listed = task && !tasks.some((t) => t.id === task.task.id) ? [task.task, ...tasks] : tasks;
  const benchmarks = [
    ...new Set(summary?.arms.flatMap((a) => a.sourceBenchmarks.flatMap((b) => b.benchmark ?? [])) ?? []),
  ];
  return (
    <div className="space-y-5">
      <PageHeader
        title={ablation.name}
        question={
          summary
            ? `${arms.length} arms over ${formatCount(summary.taskCount)} tasks and ${formatCount(summary.memoryCount)} memories${summary.model ? `; vectors of ${summary.model}` : ''}.`
            : `${arms.length} arms.`
        }
      />
      {running ? (
        <Panel title="Running">
          <JobProgress job={job} onEnd="refresh" />
        </Panel>
      ) : null}
      {summary ? (
        <>
          <Panel
            title="Arms"
            note="Leakage: the query's own task is among the sources of what was retrieved. Short: fewer memories were left than asked for. Scores of different methods are on different scales; compare them within a method."
          >
            <TableFrame caption="Arms of the ablation">
              <thead>
                <tr>
                  <th scope="col">Arm</th>
                  <th scope="col" className="num">
                    Retrieved
                  </th>
                  <th scope="col" className="num">
                    Mean top score
                  </th>
                  <th scope="col" className="num">
                    From failures
                  </th>
                  <th scope="col" className="num">
                    Tasks with leakage
                  </th>
                  <th scope="col" className="num">
                    Short
                  </th>
                  <th scope="col" className="num">
                    ms per task
                  </th>
                  <th scope="col">Where memories come from</th>
                </tr>
              </thead>
              <tbody>
                {arms.map((a) => {
                  const s = summary.arms[a.index]!;
                  return (
                    <tr key={a.index}>
                      <th scope="row" className="min-w-48">
                        <span className="mr-2 text-faint">{a.index + 1}</span>
                        {a.label}
                        {a.settings.method === 'random' ? (
                          <span className="block text-xs font-normal text-muted">seed {a.settings.seed}</span>
                        ) : null}
                      </th>
                      <td className="num">{formatCount(s.hitCount)}</td>
                      <td className="num">
                        <EstimateText estimate={s.meanTopScore} format="number" digits={3} />
                      </td>
                      <td className="num">
                        {s.failureShare.value === null ? (
                          <EstimateText estimate={s.failureShare} format="percent" />
                        ) : (
                          `${formatPercent(s.failureShare.value, 0)} %`
                        )}
                      </td>
                      <td className="num">{formatCount(s.tasksWithLeakage)}</td>
                      <td className="num">{formatCount(s.shortTasks)}</td>
                      <td className="num">
                        <EstimateText estimate={s.meanDurationMs} format="number" digits={2} />
                      </td>
                      <td className="min-w-64">
                        <span className="flex flex-wrap gap-x-3 text-xs">
                          {s.sourceBenchmarks.map((b) => (
                            <span key={b.benchmark ?? 'unknown'} className="inline-flex items-center gap-1">
                              <BenchmarkMark name={b.benchmark ?? 'unknown'} all={benchmarks} />
                              <span className="tabular text-muted">{formatPercent(b.share, 0)} %</span>
                            </span>
                          ))}
                        </span>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </TableFrame>
          </Panel>
          <div className="grid gap-5 lg:grid-cols-2">
            <Panel
              title="Agreement: Jaccard"
              note="Mean overlap of the retrieved sets over all tasks; 1 = the same memories."
            >
              <AgreementTable
                matrix={summary.agreement.jaccard}
                arms={arms}
                caption="Mean Jaccard overlap between arms"
              />
            </Panel>
            <Panel
              title="Agreement: rank-biased overlap"
              note={`Extrapolated RBO (Webber et al., eq. 32), p = ${summary.agreement.persistence}; weighs the first ranks most.`}
            >
              <AgreementTable
                matrix={summary.agreement.rbo}
                arms={arms}
                caption="Mean rank-biased overlap between arms"
              />
            </Panel>
          </div>
          <Panel
            title="One task, side by side"
            actions={
              <>
                <UrlSearch name="search" label="Find a task" value={view.search ?? ''} />
                <UrlSelect
                  name="task"
                  label="Task"
                  value={chosen ?? ''}
                  options={listed.map((t) => ({ value: t.id, label: `${t.benchmark} / ${t.externalId}` }))}
                />
              </>
            }
          >
            {task ? (
              <div className="space-y-4">
                <div className="text-muted">
                  <FoldedText text={task.queryText} />
                </div>
                <ArmColumns task={task} arms={arms} studyId={studyId} />
              </div>
            ) : (
              <p className="text-muted">No task fits that search.</p>
            )}
          </Panel>
        </>
      ) : running ? null : (
        <EmptyState title="This ablation has no results">
          Its job was cancelled or failed; try it again from the list of jobs.
        </EmptyState>
      )}
    </div>
  );
}
