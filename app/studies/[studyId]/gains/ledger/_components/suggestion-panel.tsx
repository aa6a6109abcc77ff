import { countOf } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PromptTexts } from '@/app/_llm/prompt-texts';
import { describeService } from '@/lib/llm/describe-service';
import type { JobRow } from '@/lib/queries/jobs';
import { type ShownLosses, SuggestForm } from './suggest-form';

/** What failed in the last job, by reason; nothing when all went well. */
function Failures({ result }: { result: JobRow['result'] }) {
  const failures = Object.entries((result?.failures ?? {}) as Record<string, number>);
  if (failures.length === 0) return null;
  return (
    <p className="text-bad">
      {failures.map(([reason, n]) => `${countOf(n, 'loss', 'losses')}: ${reason}`).join('; ')}. Start again to
      ask about these alone.
    </p>
  );
}

/** Has a language model suggest causes, with a passage of the record that shows each. */
export function SuggestionPanel({
  studyId,
  losses,
  job,
}: {
  studyId: string;
  losses: ShownLosses;
  job: JobRow | null;
}) {
  const active = job?.state === 'queued' || job?.state === 'running';
  return (
    <section className="space-y-3 rounded-lg border border-line bg-raised px-4 py-3">
      {job ? (
        <div className="space-y-1">
          <JobProgress key={job.id} job={job} onEnd="refresh" />
          <Failures result={job.result} />
        </div>
      ) : null}
      {active ? null : (
        <details>
          <summary className="cursor-pointer font-medium">Have a language model suggest causes</summary>
          <p className="max-w-4xl pb-3 pt-1 text-xs text-muted">
            For each loss on screen it reads the first failed attempt and the memories in its prompt, and
            quotes a passage. A quotation that does not occur in the record is sent back once, then counts as
            a failure. Suggestions stand beside what people say and never in its place.
          </p>
          <SuggestForm studyId={studyId} losses={losses} service={describeService(process.env)} />
          <PromptTexts ids={['loss-cause']} />
        </details>
      )}
    </section>
  );
}
