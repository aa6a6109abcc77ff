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
import type { ServiceDescription } from '@/lib/llm/describe-service';
import type { JudgingEstimate } from '@/lib/queries/judging-pool';

function EstimateLine({ of: e }: { of: JudgingEstimate }) {
  const without =
    e.tasksWithoutText > 0 ? ` ${countOf(e.tasksWithoutText, 'task')} without a text are left out.` : '';
  if (e.questions === 0) {
    return (
      <p>
        {e.pairs === 0
          ? 'No arm retrieved a memory for a task with a text.'
          : `All ${countOf(e.pairs, 'memory', 'memories')} are judged already by this model.`}
        {without}
      </p>
    );
  }
  return (
    <div>
      <CostSentence estimate={e} about={countOf(e.tasks, 'task')} />
      <p className="text-xs text-muted">
        An estimate from the length of the texts, at four characters a token.
        {e.judgedBefore > 0 ? ` ${formatCount(e.judgedBefore)} more are judged already.` : ''}
        {without}
        {e.costUsd === null ? ' The price of this model is not known here: give one to see the cost.' : ''}
      </p>
    </div>
  );
}

/** Chooses what a language model judges, shows what it would take, and starts it. */
export function JudgeForm({
  ablationId,
  depth: firstDepth,
  service,
}: {
  ablationId: string;
  depth: number;
  service: ServiceDescription;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => ({
    ...firstLlmDraft(service),
    depth: String(firstDepth),
    taskLimit: '',
  }));
  const [estimate, setEstimate] = useState<JudgingEstimate | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const path = `/api/v1/ablations/${ablationId}/relevance`;
  const set = (change: Partial<typeof draft>) => {
    setDraft({ ...draft, ...change });
    setEstimate(null);
    setProblem(null);
  };
  const text = (name: 'depth' | 'taskLimit' | 'seed') => ({
    value: draft[name],
    onChange: (e: { target: { value: string } }) => set({ [name]: e.target.value }),
  });
  const send = async <T,>(to: string) => {
    setBusy(true);
    const answer = await sendJson<T>('POST', to, {
      ...toLlmUse(draft),
      depth: numberOrText(draft.depth) ?? undefined,
      taskLimit: numberOrText(draft.taskLimit),
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    return answer.ok ? answer.value : null;
  };
  const ready = estimate !== null && estimate.questions > 0;
  const submit = async () => {
    if (!ready) {
      setEstimate((await send<{ estimate: JudgingEstimate }>(`${path}/estimate`))?.estimate ?? null);
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
        <Labelled label="First memories of every arm">
          <input className="field w-20" inputMode="numeric" {...text('depth')} />
        </Labelled>
        <Labelled label="Tasks at most, drawn by the seed">
          <input className="field w-28" inputMode="numeric" placeholder="all" {...text('taskLimit')} />
        </Labelled>
        <Labelled label="Seed">
          <input className="field w-20" inputMode="numeric" {...text('seed')} />
        </Labelled>
        <LlmFields draft={draft} onChange={set} service={service} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2" aria-live="polite">
        <button
          type="submit"
          className={`button ${ready ? 'button-primary' : ''}`}
          disabled={busy || draft.model.trim() === ''}
        >
          {ready ? 'Judge' : 'Estimate'}
        </button>
        {estimate ? (
          <EstimateLine of={estimate} />
        ) : (
          <span className="text-muted">
            {service.state === 'ready'
              ? 'Says what it would take; nothing is started yet.'
              : 'Judging needs a language model, and none is set up: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own. Kept answers can be replayed without one.'}
          </span>
        )}
      </div>
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
