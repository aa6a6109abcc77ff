import { countOf } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import type { JobRow } from '@/lib/queries/jobs';

/** The last job that asked a model about many things, and what failed in it by reason; nothing before there was one. */
export function AskedJob({
  job,
  noun: [one, many],
  again,
}: {
  job: JobRow | null;
  /** What was asked about. */
  noun: readonly [one: string, many: string];
  /** What helps, as a sentence begins. */
  again: string;
}) {
  if (!job) return null;
  const failures = Object.entries((job.result?.failures ?? {}) as Record<string, number>);
  return (
    <div className="space-y-1">
      <JobProgress key={job.id} job={job} onEnd="refresh" />
      {failures.length > 0 ? (
        <p className="text-bad">
          {failures.map(([reason, n]) => `${countOf(n, one, many)}: ${reason}`).join('; ')}. {again} to ask
          about these alone.
        </p>
      ) : null}
    </div>
  );
}
