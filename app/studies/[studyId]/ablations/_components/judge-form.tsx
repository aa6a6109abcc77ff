'use client';

import { countOf, formatCount } from '@/app/_components/format';
import { Labelled } from '@/app/_components/labelled';
import { AskForm } from '@/app/_llm/ask-form';
import { CostSentence } from '@/app/_llm/cost-sentence';
import { numberOrText } from '@/app/_llm/llm-draft';
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
  depth,
  service,
}: {
  ablationId: string;
  depth: number;
  service: ServiceDescription;
}) {
  return (
    <AskForm
      path={`/api/v1/ablations/${ablationId}/relevance`}
      service={service}
      first={{ depth: String(depth), taskLimit: '' }}
      toBody={(own) => ({
        depth: numberOrText(own.depth) ?? undefined,
        taskLimit: numberOrText(own.taskLimit),
      })}
      start="Judge"
      need="Judging"
      describe={(estimate: JudgingEstimate) => <EstimateLine of={estimate} />}
      fields={(draft, set) => (
        <>
          <Labelled label="First memories of every arm">
            <input
              className="field w-20"
              inputMode="numeric"
              value={draft.depth}
              onChange={(e) => set({ depth: e.target.value })}
            />
          </Labelled>
          <Labelled label="Tasks at most, drawn by the seed">
            <input
              className="field w-28"
              inputMode="numeric"
              placeholder="all"
              value={draft.taskLimit}
              onChange={(e) => set({ taskLimit: e.target.value })}
            />
          </Labelled>
          <Labelled label="Seed">
            <input
              className="field w-20"
              inputMode="numeric"
              value={draft.seed}
              onChange={(e) => set({ seed: e.target.value })}
            />
          </Labelled>
        </>
      )}
    />
  );
}
