import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatCount, formatDate } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { Stat } from '@/app/_components/stat';
import { getDb } from '@/db/client';
import { claimSentence } from '@/lib/core/gains/claim';
import { listChangedClaims } from '@/lib/queries/claims';
import { getHeadline } from '@/lib/queries/get-headline';
import { getOverview } from '@/lib/queries/get-overview';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { ChangedClaims } from './_components/changed-claims';
import { CoverageTable } from './_components/coverage-table';
import { GainSummary } from './_components/gain-summary';
import { JudgeTable } from './_components/judge-table';
import { MemoryTypeTable } from './_components/memory-type-table';

export default async function OverviewPage({ params }: PageProps<'/studies/[studyId]'>) {
  const { studyId } = await params;
  const db = await getDb();
  const overview = await getOverview(db, studyId);
  if (!overview) notFound();
  const { study, benchmarks, conditions, pools, memoriesByType, warnings, recentJobs } = overview;
  const [headline, judges, changedClaims] = await Promise.all([
    getHeadline(db, studyId),
    listJudgeAgreement(db, studyId),
    listChangedClaims(db, studyId),
  ]);
  const running = recentJobs.filter((j) => j.state === 'running' || j.state === 'queued');

  return (
    <div className="space-y-5">
      <PageHeader
        title={study.name}
        question={study.description || 'What does this study say, in one screen?'}
        actions={
          study.trialCount > 0 ? (
            <a
              className="button no-print"
              href={`/api/v1/studies/${studyId}/report`}
              download={`${studyId}-report.html`}
              title="The whole study as one HTML file that opens without a server"
            >
              Report as HTML
            </a>
          ) : null
        }
      />
      {running.map((job) => (
        <Panel key={job.id} title="Running now">
          <JobProgress job={job} onEnd="refresh" />
        </Panel>
      ))}
      {changedClaims.length > 0 ? (
        <ChangedClaims
          studyId={studyId}
          claims={changedClaims.map(({ statement, ...claim }) => ({
            ...claim,
            sentence: claimSentence(statement),
          }))}
        />
      ) : null}
      {study.trialCount + study.memoryCount + judges.length === 0 ? (
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
                label={headline.best ? `Best condition, gain in pp over ${headline.over}` : 'Gain'}
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
                    <>
                      <Link className="link" href={`/studies/${studyId}/gains`}>
                        {headline.best.label}
                      </Link>{' '}
                      on {countOf(headline.best.gain.pairedTasks, 'paired task')}
                    </>
                  ) : (
                    headline.reason
                  )
                }
              />
              <Stat
                label="Baseline, avg pass@1 in %"
                value={
                  headline.baselineRate ? <EstimateText {...headline.baselineRate} format="percent" /> : '–'
                }
                note={headline.baselineLabel ? `${headline.baselineLabel}; task-weighted, k = 1` : 'none yet'}
              />
              <Stat
                label="Tasks"
                value={formatCount(benchmarks.reduce((n, b) => n + b.taskCount, 0))}
                note={countOf(benchmarks.length, 'benchmark')}
              />
              <Stat
                label="Trials"
                value={formatCount(study.trialCount)}
                note={countOf(conditions.length, 'condition')}
              />
              <Stat
                label="Memories"
                value={formatCount(study.memoryCount)}
                note={countOf(pools.length, 'pool')}
              />
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

          <div className="grid gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <Panel
              title="Gain per condition"
              note={
                headline.baselineLabel
                  ? `pass@1 against ${headline.over} on the tasks that both have, every task counting once, with 95 % intervals.`
                  : undefined
              }
            >
              {headline.gains.length > 0 ? (
                <GainSummary studyId={studyId} headline={headline} conditions={conditions} />
              ) : (
                <p className="text-muted">{headline.reason}</p>
              )}
            </Panel>
            <Panel title="Memories by type" note="From concrete to abstract.">
              <MemoryTypeTable studyId={studyId} counts={memoriesByType} />
            </Panel>
          </div>

          {benchmarks.length > 0 ? (
            <Panel
              title="Coverage"
              note="Trials per condition and benchmark. A dash means that nothing was run there."
            >
              <CoverageTable
                studyId={studyId}
                coverage={overview.coverage}
                conditions={conditions}
                benchmarks={benchmarks}
              />
            </Panel>
          ) : null}
          {judges.length > 0 ? (
            <Panel
              title="Judge against verifier"
              note="How often the judge’s verdict is the verifier’s, with 95 % Wilson intervals, and Cohen’s κ beyond chance with its large-sample interval. Every verdict counts once."
            >
              <JudgeTable rows={judges} />
            </Panel>
          ) : null}
          <p className="text-xs text-muted">
            Made {formatDate(study.createdAt)}. A trial passes at a reward of {study.passThreshold} or more.
          </p>
        </>
      )}
    </div>
  );
}
