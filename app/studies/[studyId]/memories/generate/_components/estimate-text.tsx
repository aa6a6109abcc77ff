import { countOf } from '@/app/_components/format';
import { CostSentence } from '@/app/_llm/cost-sentence';
import type { GenerationEstimate } from '@/lib/queries/estimate-generation';

/** What a generation would take, said as the estimate that it is. */
export function EstimateText({ estimate: e }: { estimate: GenerationEstimate }) {
  if (e.trials === 0) return <p>No trial with a trajectory fits this choice.</p>;
  if (e.questions === 0) {
    return (
      <p>
        <strong className="tabular">{countOf(e.trials, 'trial')}</strong>, no question to a model, no cost.
      </p>
    );
  }
  return (
    <div>
      <CostSentence estimate={e} about={countOf(e.trials, 'trial')} />
      <p className="text-xs text-muted">
        An estimate from the length of {countOf(e.sampledTrials, 'trajectory', 'trajectories')}, at four
        characters a token. Answers that are kept from before cost nothing.
        {e.costUsd === null ? ' The price of this model is not known here: give one to see the cost.' : ''}
      </p>
    </div>
  );
}
