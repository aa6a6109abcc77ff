import { countOf, formatCount, formatUsd } from '@/app/_components/format';
import type { PricedEstimate } from '@/lib/llm/priced-estimate';

/** What questions would cost, said as the estimate that it is. */
export function CostSentence({
  estimate: { costUsd, questions, inputTokens, outputTokens },
  about,
}: {
  estimate: PricedEstimate;
  /** What is asked about, counted: "12 trials". */
  about: string;
}) {
  return (
    <p>
      <strong className="tabular">About {costUsd === null ? 'an unknown cost' : formatUsd(costUsd)}</strong>{' '}
      for <span className="tabular">{countOf(questions, 'question')}</span> about{' '}
      <span className="tabular">{about}</span>: <span className="tabular">{formatCount(inputTokens)}</span>{' '}
      tokens in and <span className="tabular">{formatCount(outputTokens)}</span> out.
    </p>
  );
}
