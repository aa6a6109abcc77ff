import Link from 'next/link';
import { Suspense } from 'react';
import { getDb } from '@/db/client';
import { listJobs } from '@/lib/queries/jobs';
import { listStudies } from '@/lib/queries/studies';
import { SyntheticBadge } from './_components/badge';
import { EmptyState } from './_components/empty-state';
import { formatCount, formatDate } from './_components/format';
import { JobProgress } from './_components/job-progress';
import { NewStudyForm } from './_components/new-study-form';
import { PageHeader } from './_components/page-header';
import { Panel } from './_components/panel';
import { StudyHeadline } from './_components/study-headline';
import { TableFrame } from './_components/table-frame';

export default async function HomePage() {
  const db = await getDb();
  const [studies, jobs] = await Promise.all([listStudies(db), listJobs(db)]);
  const filling = jobs.find((j) => j.kind === 'create-sample-study' && j.state !== 'done');
  return (
    <main id="main" className="mx-auto max-w-[1440px] space-y-5 px-4 py-6 sm:px-6">
      <PageHeader
        title="Studies"
        question="Bring the run logs and memory pools that your agents left on disk; see which memories help where, and why."
      />
      {filling ? (
        <Panel
          title={
            filling.state === 'queued' || filling.state === 'running'
              ? 'The sample study is being made'
              : 'The sample study was not made'
          }
          note="Synthetic trials and memories with a known effect, so that there is something to look at."
        >
          <JobProgress job={filling} onEnd="refresh" />
        </Panel>
      ) : null}
      {studies.length === 0 ? (
        filling ? null : (
          <EmptyState title="No studies yet" command="npx carryover import PATH/TO/outputs --study my-study">
            Make one below and drop your logs into it, or import a folder from the command line.
          </EmptyState>
        )
      ) : (
        <Panel>
          <TableFrame caption="Studies">
            <thead>
              <tr>
                <th scope="col">Study</th>
                <th scope="col">Best gain in pp, pass@1</th>
                <th scope="col" className="num">
                  Benchmarks
                </th>
                <th scope="col" className="num">
                  Conditions
                </th>
                <th scope="col" className="num">
                  Trials
                </th>
                <th scope="col" className="num">
                  Memories
                </th>
                <th scope="col">Made</th>
              </tr>
            </thead>
            <tbody>
              {studies.map((s) => (
                <tr key={s.id}>
                  <th scope="row" className="min-w-52">
                    <Link href={`/studies/${s.id}`} className="link font-semibold">
                      {s.name}
                    </Link>{' '}
                    {s.synthetic ? <SyntheticBadge /> : null}
                    {s.description ? (
                      <p className="line-clamp-2 max-w-xl font-normal text-muted">{s.description}</p>
                    ) : null}
                  </th>
                  <td className="h-14 min-w-56">
                    <Suspense fallback={<span className="text-xs text-muted">being computed</span>}>
                      <StudyHeadline studyId={s.id} />
                    </Suspense>
                  </td>
                  <td className="num">{formatCount(s.benchmarkCount)}</td>
                  <td className="num">{formatCount(s.conditionCount)}</td>
                  <td className="num">{formatCount(s.trialCount)}</td>
                  <td className="num">{formatCount(s.memoryCount)}</td>
                  <td className="whitespace-nowrap text-muted">{formatDate(s.createdAt)}</td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        </Panel>
      )}
      <Panel
        title="New study"
        note="A workspace of its own: trials, memories and results are not shared between studies."
      >
        <NewStudyForm />
      </Panel>
    </main>
  );
}
