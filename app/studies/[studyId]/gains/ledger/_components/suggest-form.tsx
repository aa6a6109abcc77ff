'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { countOf, formatCount } from '@/app/_components/format';
import { Labelled } from '@/app/_components/labelled';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { CostSentence } from '@/app/_llm/cost-sentence';
import { firstLlmDraft, numberOrText, toLlmUse } from '@/app/_llm/llm-draft';
import { LlmFields } from '@/app/_llm/llm-fields';
import type { CauseSpec } from '@/lib/core/gains/cause-suggestion';
import type { ServiceDescription } from '@/lib/llm/describe-service';
import type { CauseEstimate } from '@/lib/queries/unexplained-losses';

/** Which losses are on screen, as the job is asked. */
export type ShownLosses = Pick<
  CauseSpec,
  'baselineId' | 'k' | 'missing' | 'solved' | 'benchmark' | 'type' | 'conditionModel' | 'memory'
>;

function EstimateLine({ of: e }: { of: CauseEstimate }) {
  const rest = [
    e.explained > 0 ? `${formatCount(e.explained)} more are explained already by this model.` : '',
    e.withoutTrajectory > 0
      ? `${countOf(e.withoutTrajectory, 'loss', 'losses')} without steps are left out.`
      : '',
    e.costUsd === null ? 'The price of this model is not known here: give one to see the cost.' : '',
  ].filter((part) => part !== '');
  if (e.questions === 0) return <p>No loss on screen is left to explain. {rest.join(' ')}</p>;
  return (
    <div>
      <CostSentence estimate={e} about={countOf(e.questions, 'loss', 'losses')} />
      <p className="text-xs text-muted">
        An estimate from the length of {countOf(e.sampled, 'record')}, at four characters a token.{' '}
        {rest.join(' ')}
      </p>
    </div>
  );
}

/** Chooses the model that explains the losses on screen, shows what it would take, and starts it. */
export function SuggestForm({
  studyId,
  losses,
  service,
}: {
  studyId: string;
  losses: ShownLosses;
  service: ServiceDescription;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => ({ ...firstLlmDraft(service), lossLimit: '' }));
  const [estimate, setEstimate] = useState<CauseEstimate | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/v1/studies/${studyId}/losses/suggestions`;
  const set = (change: Partial<typeof draft>) => {
    setDraft({ ...draft, ...change });
    setEstimate(null);
    setProblem(null);
  };
  const send = async <T,>(to: string) => {
    setBusy(true);
    const answer = await sendJson<T>('POST', to, {
      ...toLlmUse(draft),
      ...losses,
      lossLimit: numberOrText(draft.lossLimit),
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    return answer.ok ? answer.value : null;
  };
  const ready = estimate !== null && estimate.questions > 0;
  const submit = async () => {
    if (!ready) {
      setEstimate((await send<{ estimate: CauseEstimate }>(`${path}/estimate`))?.estimate ?? null);
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
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2.5">
        <Labelled label="Losses at most">
          <input
            className="field w-24"
            inputMode="numeric"
            placeholder="all"
            value={draft.lossLimit}
            onChange={(e) => set({ lossLimit: e.target.value })}
          />
        </Labelled>
        <LlmFields draft={draft} onChange={set} service={service} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2" aria-live="polite">
        <button
          type="submit"
          className={`button ${ready ? 'button-primary' : ''}`}
          disabled={busy || draft.model.trim() === ''}
        >
          {ready ? 'Explain' : 'Estimate'}
        </button>
        {estimate ? (
          <EstimateLine of={estimate} />
        ) : (
          <span className="text-muted">
            {service.state === 'ready'
              ? 'Says what it would take; nothing is started yet.'
              : 'This needs a language model, and none is set up: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own. Kept answers can be replayed without one.'}
          </span>
        )}
      </div>
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
