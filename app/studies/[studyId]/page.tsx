import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Badge } from '@/app/_components/badge';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EmptyState } from '@/app/_components/empty-state';
import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatDate } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { Stat } from '@/app/_components/stat';
import { TableFrame } from '@/app/_components/table-frame';
import { getDb } from '@/db/client';
import { memoryTypes } from '@/lib/core/vocabulary';
import { getHeadline } from '@/lib/queries/get-headline';
import { getOverview } from '@/lib/queries/get-overview';
import { CoverageTable } from './_components/coverage-table';

export default async function OverviewPage({ params }: PageProps<'/studies/[studyId]'>) {
  const { studyId } = await params;
  const db = await getDb();
  const overview = await getOverview(db, studyId);
  if (!overview) notFound();
  const { study, benchmarks, conditions, pools, memoriesByType, warnings, recentJobs } = overview;
  const headline = await getHeadline(db, studyId);
  const running = recentJobs.filter((j) => j.state === 'running' || j.state === 'queued');
  const names = benchmarks.map((b) => b.name);

  return (
    <div className="space-y-5">
      <PageHeader
        title={study.name}
        question={study.description || 'What does this study say, in one screen?'}
      />
      {running.map((job) => (
        <Panel key={job.id} title="Running now">
          <JobProgress job={job} onEnd="refresh" />
        </Panel>
      ))}
      {study.trialCount + study.memoryCount === 0 ? (
        <EmptyState
          title="Nothing has been imported yet"
          command={`npx carryover import PATH/TO/outputs --study "${study.name}"`}
        >
          Drop run logs and memory pools on the{' '}
          <Link className="link" href={`/studies/${studyId}/import`}>
            import page
          </Link>
          , or import a folder from the command line.
        </EmptyState>
      ) : (
        <>
          <Panel>
            <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-3 lg:grid-cols-[2fr_2fr_1fr_1fr_1fr]">
              <Stat
                label={headline.best ? `Best condition, gain in pp over ${headline.baselineLabel}` : 'Gain'}
                value={
                  headline.best ? (
                    <EstimateText
                      estimate={headline.best.gain.estimate}
                      ciLow={headline.best.gain.ciLow}
                      ciHigh={headline.best.gain.ciHigh}
                      format="points"
                    />
                  ) : (
                    '–'
                  )
                }
                note={
                  headline.best ? (
                    <Link className="link" href={`/studies/${studyId}/gains`}>
                      {headline.best.label}
                    </Link>
                  ) : (
                    headline.reason
                  )
                }
              />
              <Stat
                label="Baseline, avg pass@1 in %"
                value={
                  headline.baselineRate ? (
                    <EstimateText estimate={headline.baselineRate} format="percent" />
                  ) : (
                    '–'
                  )
                }
                note={headline.baselineLabel ? `${headline.baselineLabel}; task-weighted, k = 1` : 'none yet'}
              />
              <Stat
                label="Tasks"
                value={formatCount(benchmarks.reduce((n, b) => n + b.taskCount, 0))}
                note={`${benchmarks.length} benchmarks`}
              />
              <Stat
                label="Trials"
                value={formatCount(study.trialCount)}
                note={`${conditions.length} conditions`}
              />
              <Stat label="Memories" value={formatCount(study.memoryCount)} note={`${pools.length} pools`} />
            </dl>
          </Panel>

          {warnings.length > 0 ? (
            <Panel title="Before you believe the numbers">
              <ul className="space-y-1">
                {warnings.map((w) => (
                  <li key={w.message} className="flex items-baseline gap-2">
                    <Badge tone="warn">check</Badge>
                    <span>
                      {w.message}{' '}
                      {w.href ? (
                        <Link className="link" href={w.href}>
                          Look
                        </Link>
                      ) : null}
                    </span>
                  </li>
                ))}
              </ul>
            </Panel>
          ) : null}

          <Panel
            title="Coverage"
            note="Trials per condition and benchmark. A dash means that nothing was run there."
          >
            <CoverageTable
              studyId={studyId}
              coverage={overview.coverage}
              conditions={conditions}
              benchmarks={names}
            />
          </Panel>

          <div className="grid gap-5 lg:grid-cols-2">
            <Panel title="Memories by type" note="From concrete to abstract.">
              <TableFrame caption="Memories by type">
                <thead>
                  <tr>
                    <th scope="col">Type</th>
                    <th scope="col" className="num">
                      Memories
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {memoryTypes.map((type) => (
                    <tr key={type}>
                      <th scope="row">
                        <Link href={`/studies/${studyId}/memories?type=${type}`} className="hover:underline">
                          <MemoryTypeMark type={type} />
                        </Link>
                      </th>
                      <td className="num">{formatCount(memoriesByType[type])}</td>
                    </tr>
                  ))}
                </tbody>
              </TableFrame>
            </Panel>
            <Panel title="Benchmarks">
              <TableFrame caption="Benchmarks">
                <thead>
                  <tr>
                    <th scope="col">Benchmark</th>
                    <th scope="col" className="num">
                      Tasks
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {benchmarks.map((b) => (
                    <tr key={b.name}>
                      <th scope="row">
                        <Link
                          href={`/studies/${studyId}/tasks?benchmark=${encodeURIComponent(b.name)}`}
                          className="hover:underline"
                        >
                          <BenchmarkMark name={b.name} all={names} />
                        </Link>
                      </th>
                      <td className="num">{formatCount(b.taskCount)}</td>
                    </tr>
                  ))}
                </tbody>
              </TableFrame>
            </Panel>
          </div>
          <p className="text-xs text-muted">
            Made {formatDate(study.createdAt)}. A trial passes at a reward of {study.passThreshold} or more.
          </p>
        </>
      )}
    </div>
  );
}
