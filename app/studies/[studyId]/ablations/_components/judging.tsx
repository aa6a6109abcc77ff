import { countOf } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { describeService } from '@/lib/llm/describe-service';
import type { JobRow } from '@/lib/queries/jobs';
import type { RelevanceAgreement } from '@/lib/queries/relevance';
import { JudgeForm } from './judge-form';
import { RelevanceAgreementTable } from './relevance-agreement-table';

/** What failed in the last judging, by reason; nothing when all went well. */
function Failures({ result }: { result: JobRow['result'] }) {
  const failures = Object.entries((result?.failures ?? {}) as Record<string, number>);
  if (failures.length === 0) return null;
  return (
    <p className="text-bad">
      {failures.map(([reason, n]) => `${countOf(n, 'memory', 'memories')}: ${reason}`).join('; ')}. Judge
      again to ask about these alone.
    </p>
  );
}

/** Has a language model judge, and sets it beside people. */
export function Judging({
  ablationId,
  depth,
  job,
  agreement,
}: {
  ablationId: string;
  depth: number;
  job: JobRow | null;
  agreement: RelevanceAgreement[];
}) {
  const active = job?.state === 'queued' || job?.state === 'running';
  return (
    <div className="space-y-4 border-t border-line pt-3">
      {job ? (
        <div className="space-y-1">
          <JobProgress key={job.id} job={job} onEnd="refresh" />
          <Failures result={job.result} />
        </div>
      ) : null}
      {agreement.length > 0 ? <RelevanceAgreementTable rows={agreement} /> : null}
      {active ? null : (
        <details>
          <summary className="cursor-pointer font-medium">Have a language model judge</summary>
          <p className="max-w-4xl pb-3 pt-1 text-xs text-muted">
            The first memories of all arms are put together for each task, and each is graded once, without
            its score, rank or arm. What the same model has graded before is not asked again.
          </p>
          <JudgeForm ablationId={ablationId} depth={depth} service={describeService(process.env)} />
        </details>
      )}
    </div>
  );
}
