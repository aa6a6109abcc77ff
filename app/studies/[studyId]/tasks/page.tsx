import Link from 'next/link';
import { z } from 'zod';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { searchText } from '@/app/_components/search-text';
import { TableFrame } from '@/app/_components/table-frame';
import { UrlSearch, UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { listTasks, tasksPerPage } from '@/lib/queries/tasks';
import { conditionsShown } from './_components/conditions-shown';
import { OutcomeDots, OutcomeLegend } from './_components/outcome-dots';

export const metadata = { title: 'Tasks' };

const search = z.object({
  benchmark: z.string().optional().catch(undefined),
  search: searchText,
  page: z.coerce.number().int().min(1).optional().catch(undefined),
});

export default async function TasksPage({ params, searchParams }: PageProps<'/studies/[studyId]/tasks'>) {
  const { studyId } = await params;
  const filter = search.parse(await searchParams);
  const list = await listTasks(await getDb(), studyId, filter);
  const { shown, left } = conditionsShown(list.conditions, list.rows);
  return (
    <div className="space-y-5">
      <PageHeader
        title="Tasks"
        question="How did every condition fare on each task?"
        actions={
          <>
            <UrlSelect
              name="benchmark"
              label="Benchmark"
              value={filter.benchmark ?? ''}
              options={[{ value: '', label: 'all' }, ...list.benchmarks.map((b) => ({ value: b, label: b }))]}
            />
            <UrlSearch name="search" label="Task or its text" value={filter.search ?? ''} />
          </>
        }
      />
      {list.total === 0 ? (
        <EmptyState
          title={filter.search || filter.benchmark ? 'No task fits this filter' : 'No tasks yet'}
          {...(filter.search || filter.benchmark
            ? {}
            : { command: 'npx carryover import PATH/TO/RUNS --study NAME' })}
        >
          {filter.search || filter.benchmark ? (
            <Link className="link" href={`/studies/${studyId}/tasks`}>
              Show all tasks
            </Link>
          ) : (
            'Tasks come in with run logs: job folders, trajectories, reports of results.'
          )}
        </EmptyState>
      ) : (
        <Panel>
          <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
            <OutcomeLegend />
            {left > 0 ? (
              <span>
                {left} {left === 1 ? 'condition' : 'conditions'} without a trial of these tasks not shown
              </span>
            ) : null}
          </div>
          {list.rows.length === 0 ? (
            <p className="text-muted">
              There is no page {list.page}.{' '}
              <Link className="link" href={`/studies/${studyId}/tasks`}>
                Show the first
              </Link>
            </p>
          ) : null}
          <TableFrame caption="Tasks with the outcome of every trial by condition">
            <thead>
              <tr>
                <th scope="col">Task</th>
                <th scope="col">Benchmark</th>
                {shown.map((c) => (
                  <th key={c.id} scope="col">
                    <span className="inline-block max-w-40 truncate align-bottom" title={c.label}>
                      {c.label}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.rows.map((t) => (
                <tr key={t.id}>
                  <th scope="row" className="min-w-44 max-w-md sm:min-w-60">
                    <Link href={`/studies/${studyId}/tasks/${t.id}`} className="link wrap-anywhere">
                      {t.externalId}
                    </Link>
                    {t.text ? <p className="line-clamp-1 text-xs font-normal text-muted">{t.text}</p> : null}
                  </th>
                  <td className="whitespace-nowrap">
                    <BenchmarkMark name={t.benchmark} all={list.benchmarks} />
                  </td>
                  {shown.map((c) => (
                    <td key={c.id}>
                      <OutcomeDots outcome={t.perCondition.find((o) => o.conditionId === c.id) ?? null} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </TableFrame>
          <Pagination page={list.page} pageSize={tasksPerPage} total={list.total} />
        </Panel>
      )}
    </div>
  );
}
