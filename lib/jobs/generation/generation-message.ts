import type { GenerationTotals } from '@/lib/queries/generations';

const count = (n: number) => n.toLocaleString('en-US');

/** Where a generation stands, in one line. */
export function generationMessage(totals: GenerationTotals): string {
  const { total, waiting, failed, requests, inputTokens, outputTokens, costUsd } = totals;
  const tokens = inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens;
  return [
    `${count(total - waiting)} of ${count(total)} settled`,
    failed > 0 ? `${count(failed)} failed` : null,
    requests > 0 ? (tokens === null ? 'tokens not counted by the service' : `${count(tokens)} tokens`) : null,
    requests > 0 && costUsd !== null ? `$${costUsd.toFixed(4)}` : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
