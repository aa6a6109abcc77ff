import { AskedJob } from '@/app/_llm/asked-job';
import { PromptTexts } from '@/app/_llm/prompt-texts';
import { describeService } from '@/lib/llm/describe-service';
import type { JobRow } from '@/lib/queries/jobs';
import { type ShownLosses, SuggestForm } from './suggest-form';

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
      <AskedJob job={job} noun={['loss', 'losses']} again="Start again" />
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
