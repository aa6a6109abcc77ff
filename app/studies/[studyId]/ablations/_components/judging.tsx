import { AskedJob } from '@/app/_llm/asked-job';
import { describeService } from '@/lib/llm/describe-service';
import type { JobRow } from '@/lib/queries/jobs';
import type { RelevanceAgreement } from '@/lib/queries/relevance';
import { JudgeForm } from './judge-form';
import { RelevanceAgreementTable } from './relevance-agreement-table';

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
      <AskedJob job={job} noun={['memory', 'memories']} again="Judge again" />
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
