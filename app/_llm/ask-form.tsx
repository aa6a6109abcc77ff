'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { ServiceDescription } from '@/lib/llm/describe-service';
import type { PricedEstimate } from '@/lib/llm/priced-estimate';
import { firstLlmDraft, type LlmDraft, toLlmUse } from './llm-draft';
import { LlmFields } from './llm-fields';

/**
 * Chooses a language model that is asked about many things, shows what it would take, and starts it. Sent to `path`, the
 * choice starts the work; to `path/estimate`, it is answered with what that would take.
 */
export function AskForm<Own extends Record<string, string>, Estimate extends PricedEstimate>({
  path,
  service,
  first,
  toBody,
  fields,
  start,
  need,
  describe,
}: {
  path: string;
  service: ServiceDescription;
  /** What is chosen beside the model, as it is typed. */
  first: Own;
  toBody: (own: Own) => Record<string, unknown>;
  fields: (draft: Own & LlmDraft, set: (change: Partial<Own & LlmDraft>) => void) => ReactNode;
  /** On the button that starts it. */
  start: string;
  /** What needs a model, as a sentence begins. */
  need: string;
  describe: (estimate: Estimate) => ReactNode;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState<Own & LlmDraft>(() => ({ ...firstLlmDraft(service), ...first }));
  const [estimate, setEstimate] = useState<Estimate | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Own & LlmDraft>) => {
    setDraft({ ...draft, ...change });
    setEstimate(null);
    setProblem(null);
  };
  const send = async <T,>(to: string) => {
    setBusy(true);
    const answer = await sendJson<T>('POST', to, { ...toLlmUse(draft), ...toBody(draft) });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    return answer.ok ? answer.value : null;
  };
  const ready = estimate !== null && estimate.questions > 0;
  const submit = async () => {
    if (!ready) {
      setEstimate((await send<{ estimate: Estimate }>(`${path}/estimate`))?.estimate ?? null);
    } else if (await send(path)) {
      setEstimate(null);
      router.refresh();
    }
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(e) => {
        e.preventDefault();
        void submit();
      }}
    >
      {/* What is being estimated stays what is then asked for. */}
      <fieldset disabled={busy} className="flex flex-wrap items-end gap-x-4 gap-y-2.5">
        {fields(draft, set)}
        <LlmFields
          draft={draft}
          onChange={(change) => set(change as Partial<Own & LlmDraft>)}
          service={service}
        />
      </fieldset>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2" aria-live="polite">
        <button
          type="submit"
          className={`button ${ready ? 'button-primary' : ''}`}
          disabled={busy || draft.model.trim() === ''}
        >
          {ready ? start : 'Estimate'}
        </button>
        {estimate ? (
          describe(estimate)
        ) : (
          <span className="text-muted">
            {service.state === 'ready'
              ? 'Says what it would take; nothing is started yet.'
              : `${need} needs a language model, and none is set up: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own. Kept answers can be replayed without one.`}
          </span>
        )}
      </div>
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
