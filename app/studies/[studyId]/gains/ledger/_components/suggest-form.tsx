'use client';

import { countOf, formatCount } from '@/app/_components/format';
import { Labelled } from '@/app/_components/labelled';
import { AskForm } from '@/app/_llm/ask-form';
import { CostSentence } from '@/app/_llm/cost-sentence';
import { numberOrText } from '@/app/_llm/llm-draft';
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
  return (
    <AskForm
      path={`/api/v1/studies/${studyId}/losses/suggestions`}
      service={service}
      first={{ lossLimit: '' }}
      toBody={(own) => ({ ...losses, lossLimit: numberOrText(own.lossLimit) })}
      start="Explain"
      need="This"
      describe={(estimate: CauseEstimate) => <EstimateLine of={estimate} />}
      fields={(draft, set) => (
        <Labelled label="Losses at most">
          <input
            className="field w-24"
            inputMode="numeric"
            placeholder="all"
            value={draft.lossLimit}
            onChange={(e) => set({ lossLimit: e.target.value })}
          />
        </Labelled>
      )}
    />
  );
}
