import { setTimeout as sleep } from 'node:timers/promises';
import { LlmError } from './llm-error';

/** An amount of work; dollars are null where no price is known. */
export interface Amount {
  tokens: number;
  usd: number | null;
}

export interface Limits {
  usd?: number | null | undefined;
  tokens?: number | null | undefined;
}

const lookEveryMs = 25;

/**
 * What may still be spent. Before each request its worst case is set aside (all of the answer that it may give), so
 * that requests under way together stay within the limit; what it really took is counted when the answer is there.
 */
export class Budget {
  private spent: { tokens: number; usd: number };
  private readonly aside = new Set<Amount>();

  constructor(
    private readonly limits: Limits,
    spent: { tokens: number; usd: number } = { tokens: 0, usd: 0 },
  ) {
    this.spent = { ...spent };
  }

  /**
   * Sets the worst case of a request aside; waits while requests under way may still give something back.
   *
   * @returns counts what was really used, or with null gives everything back
   * @throws LlmError `budget` when even without those under way there is not enough, `no-price` when dollars are
   *   limited and the price is not known
   */
  async reserve(worst: Amount, signal?: AbortSignal): Promise<(used: Amount | null) => void> {
    if (worst.usd === null && this.limits.usd != null) {
      throw new LlmError(
        'no-price',
        'The price of this model is not known, so a budget in dollars cannot be kept.',
        {
          hint: 'Give its price per million tokens, or a budget in tokens.',
        },
      );
    }
    for (;;) {
      signal?.throwIfAborted();
      this.refuse(worst);
      if (this.fits(worst, this.underWay())) break;
      await sleep(lookEveryMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
    }
    this.aside.add(worst);
    return (used) => {
      if (!this.aside.delete(worst) || used === null) return;
      this.spent = { tokens: this.spent.tokens + used.tokens, usd: this.spent.usd + (used.usd ?? 0) };
    };
  }

  private underWay(): { tokens: number; usd: number } {
    let [tokens, usd] = [0, 0];
    for (const amount of this.aside) {
      tokens += amount.tokens;
      usd += amount.usd ?? 0;
    }
    return { tokens, usd };
  }

  private fits(worst: Amount, others: { tokens: number; usd: number }): boolean {
    const { usd, tokens } = this.limits;
    const inTokens = tokens == null || this.spent.tokens + others.tokens + worst.tokens <= tokens;
    return inTokens && (usd == null || this.spent.usd + others.usd + (worst.usd ?? 0) <= usd);
  }

  private refuse(worst: Amount): void {
    if (this.fits(worst, { tokens: 0, usd: 0 })) return;
    const { usd, tokens } = this.limits;
    const limits = [
      usd == null ? null : `$${usd}`,
      tokens == null ? null : `${tokens.toLocaleString('en-US')} tokens`,
    ]
      .filter((part) => part !== null)
      .join(' and ');
    throw new LlmError('budget', `The budget of ${limits} is reached: one more request could exceed it.`, {
      hint: 'Raise the budget to go on.',
    });
  }
}
