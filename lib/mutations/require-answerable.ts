import { LlmError, listPrice, type Price, requireService } from '@/lib/llm';

/**
 * Says before work begins what would stop it at its first question.
 *
 * @throws LlmError `no-key` when no service is configured, `no-price` when a budget in dollars cannot be kept
 */
export function requireAnswerable(work: {
  model: string;
  replayOnly: boolean;
  budgetUsd: number | null;
  price: Price | null;
}): void {
  if (work.replayOnly) return;
  requireService(process.env);
  if (work.budgetUsd === null || work.price !== null || listPrice(work.model, process.env) !== null) return;
  const message = `The price of “${work.model}” is not known, so a budget in dollars cannot be kept.`;
  throw new LlmError('no-price', message, {
    hint: 'Give its price per million tokens, or a budget in tokens.',
    where: 'price',
  });
}
