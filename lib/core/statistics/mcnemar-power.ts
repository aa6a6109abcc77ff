import { requireCount, requireLevel, requireProportion } from './arguments';
import { binomialCdf, binomialProbability } from './binomial';

/** What a comparison of two conditions on shared tasks, one attempt each, is planned on. */
export interface DiscordantShares {
  /** Share of tasks that only the condition will solve: gains. In [0, 1]. */
  gained: number;
  /** Share of tasks that only the baseline will solve: losses. In [0, 1 − gained]. */
  lost: number;
}

/**
 * Power of the exact two-sided McNemar test: the chance that it rejects at level α.
 *
 *   Σ_d P(D = d) · P(X ≤ x_d or X ≥ d − x_d),   D ~ B(tasks, gained + lost),   X ~ B(d, gained/(gained + lost))
 *
 * with x_d the largest count for which 2 P(B(d, ½) ≤ x_d) ≤ α. Both directions count; for a gain worth looking for the
 * wrong one is next to impossible. The number of discordant tasks is summed over, not put at its mean.
 *
 * @param shares  how often a task is solved by one side alone
 * @param tasks   integer ≥ 0
 * @param alpha   level of the test, in (0, 1)
 * @returns a probability in [0, 1]; 0 when so few tasks could never be significant
 * @throws AppError `invalid-input` when a share or the number of tasks is none; RangeError when α is none
 * @complexity O(tasks) for the critical counts, and some 16 √tasks evaluations of the binomial distribution
 * @see Duffy 1984, Biometrics 40; Fagerland, Lydersen & Laake 2013
 */
export function mcNemarPower(shares: DiscordantShares, tasks: number, alpha: number): number {
  return mcNemarPowerAt(alpha)(shares, tasks);
}

/** mcNemarPower for many designs at one level: critical counts are worked out once. */
export function mcNemarPowerAt(alpha: number): (shares: DiscordantShares, tasks: number) => number {
  requireLevel(alpha, 'a significance level');
  const critical = criticalCounts(alpha);
  return ({ gained, lost }, tasks) => {
    requireCount(tasks, 'tasks');
    requireProportion(gained, 'the share of tasks gained');
    requireProportion(lost, 'the share of tasks lost');
    // Shares that add up to 1 may do so but for rounding.
    const discordance = gained + lost > 1 && gained + lost < 1 + 1e-12 ? 1 : gained + lost;
    requireProportion(discordance, 'the share of tasks that differ');
    if (discordance === 0) return 0;
    const share = gained / (gained + lost);
    let power = 0;
    for (let d = 1; d <= tasks; d++) {
      const most = critical(d);
      if (most < 0) continue;
      const weight = binomialProbability(d, tasks, discordance);
      if (weight < 1e-16) continue;
      power += weight * (binomialCdf(most, d, share) + binomialCdf(most, d, 1 - share));
    }
    return Math.min(1, power);
  };
}

/** The largest significant smaller count among d discordant pairs; −1 when none is. Grows by 0 or 1 with d. */
function criticalCounts(alpha: number): (d: number) => number {
  const known = [-1];
  return (d) => {
    while (known.length <= d) {
      const most = known.at(-1)!;
      const significant = 2 * binomialCdf(most + 1, known.length, 0.5) <= alpha * (1 + 1e-11);
      known.push(significant ? most + 1 : most);
    }
    return known[d]!;
  };
}
