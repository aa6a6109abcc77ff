import { countOf, formatCount, formatUsd } from '@/app/_components/format';
import { keyTextLabels } from '@/lib/core/retrieval/key-text';
import type { EmbeddingEstimate } from '@/lib/queries/estimate-embedding';

function cost({ costUsd, usdPerMillion, host }: EmbeddingEstimate): string {
  if (!host) return 'no cost; the texts stay on this machine';
  const price =
    costUsd === null
      ? 'at a price that is not known'
      : `${formatUsd(costUsd)} at ${formatUsd(usdPerMillion ?? 0)} per million`;
  return `${price}; the texts are sent to ${host}`;
}

/** What an embedding would take, said as the estimate that it is. */
export function EstimateText({ estimate: e }: { estimate: EmbeddingEstimate }) {
  if (e.memories === 0)
    return <p>Every memory has a vector of its {keyTextLabels[e.keyText]} by this model.</p>;
  const memories = <strong className="tabular">{countOf(e.memories, 'memory', 'memories')}</strong>;
  if (e.texts === 0)
    return <p>{memories}, all with texts that were embedded before: no cost, nothing is sent.</p>;
  return (
    <div>
      <p>
        {memories}: <span className="tabular">{countOf(e.texts, 'text')}</span> to embed, about{' '}
        <span className="tabular">{countOf(e.tokens, 'token')}</span>, {cost(e)}.
      </p>
      <p className="text-xs text-muted">
        {e.memories > e.texts
          ? 'Texts that memories share, or that were embedded before, are not embedded again. '
          : ''}
        {e.longTexts > 0
          ? `${countOf(e.longTexts, 'text is', 'texts are')} longer than ${formatCount(e.maxChars)} characters and will be cut. `
          : ''}
        Tokens are estimated at four characters each.
      </p>
    </div>
  );
}
