'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { firstLlmDraft, toLlmUse } from '@/app/_llm/llm-draft';
import { LlmFields } from '@/app/_llm/llm-fields';
import type { LlmUse } from '@/lib/core/llm-use';
import type { ServiceDescription } from '@/lib/llm/describe-service';

const typed = (value: number | null | undefined) => (value == null ? '' : String(value));

/** Goes on with the arms of an ablation: those that wait, or those with tasks that a model gave no answer on. */
export function GoOnForm({
  ablationId,
  label,
  llm,
  service,
  askAgain = false,
}: {
  ablationId: string;
  label: string;
  /** The language model so far, where arms ask one: it and its budget can be changed. */
  llm: LlmUse | null;
  service: ServiceDescription;
  askAgain?: boolean;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState(() =>
    llm
      ? {
          model: llm.model,
          priceIn: typed(llm.price?.input),
          priceOut: typed(llm.price?.output),
          budgetUsd: typed(llm.budgetUsd),
          budgetTokens: typed(llm.budgetTokens),
          concurrency: String(llm.concurrency),
          seed: String(llm.seed),
          replayOnly: llm.replayOnly,
        }
      : firstLlmDraft(service),
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const goOn = async () => {
    setBusy(true);
    const body = { ...(llm ? { llm: toLlmUse(draft) } : {}), askAgain };
    const answer = await sendJson('POST', `/api/v1/ablations/${ablationId}/arms`, body);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.refresh();
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(e) => {
        e.preventDefault();
        void goOn();
      }}
    >
      {llm ? (
        <LlmFields
          draft={draft}
          service={service}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
      ) : null}
      <button type="submit" className="button button-primary" disabled={busy}>
        {label}
      </button>
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
