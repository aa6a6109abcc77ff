import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { formatDate, formatDuration } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import { getDb } from '@/db/client';
import { jobLabel } from '@/lib/jobs/job-labels';
import { type JobRow, listJobs } from '@/lib/queries/jobs';
import { resultPage } from './_components/result-page';

export const metadata = { title: 'Jobs' };

const tones = {
  queued: 'neutral',
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
} as const;

/** What a finished job left behind: where to read it. */
function JobResult({ job }: { job: JobRow }) {
  const href = resultPage(job);
  return (
    <span className="text-muted">
      {job.message === 'Done' ? '' : `${job.message} `}
      {href ? (
        <Link href={href} className="link">
          Open the result
        </Link>
      ) : null}
    </span>
  );
}

export default async function JobsPage() {
  const jobs = await listJobs(await getDb());
  return (
    <main id="main" className="mx-auto max-w-[1440px] space-y-5 px-4 py-6 sm:px-6">
      <PageHeader title="Jobs" question="What is running, how far is it, and what failed?" />
      {jobs.length === 0 ? (
        <EmptyState title="No jobs yet">
          Imports, embeddings, ablations and maps run as jobs and are listed here.
        </EmptyState>
      ) : (
        <Panel>
          <TableFrame caption="Jobs">
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">State</th>
                <th scope="col">Progress or result</th>
                <th scope="col">Queued</th>
                <th scope="col" className="num">
                  Took
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((j) => (
                <tr key={j.id}>
                  <th scope="row" className="whitespace-nowrap">
                    {jobLabel(j.kind)}
                    {j.studyId ? (
                      <Link href={`/studies/${j.studyId}`} className="link block text-xs font-normal">
                        {j.studyId}
                      </Link>
                    ) : null}
                  </th>
                  <td>
                    <Badge tone={tones[j.state]}>{j.state}</Badge>
                    {j.attempts > 1 ? (
                      <span className="block text-xs text-muted">attempt {j.attempts}</span>
                    ) : null}
                  </td>
                  <td className="w-full min-w-64">
                    {j.state === 'done' ? <JobResult job={j} /> : <JobProgress job={j} onEnd="refresh" />}
                  </td>
                  <td className="whitespace-nowrap text-muted">{formatDate(j.createdAt)}</td>
                  <td className="num">
                    {j.startedAt && j.finishedAt
                      ? formatDuration(j.finishedAt.getTime() - j.startedAt.getTime())
                      : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
        </Panel>
      )}
    </main>
  );
}
