import { requireFinite } from '@/lib/core/statistics/arguments';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { MissingReward } from './missing';

/**
 * Mean reward of one task's trials: what verifiers that grade in parts say, where pass/fail rounds to a threshold.
 * Means over tasks and their intervals then come from bootstrapMeans or pairedBootstrap, as for rates.
 *
 * @param rewards  one per trial, in the units of the verifier; null when it never spoke
 * @param missing  whether such a trial is left out or counts as 0
 * @returns the mean; not estimable when no trial counts
 * @throws AppError `invalid-input` when a reward is not finite
 * @complexity O(trials)
 */
export function meanReward(
  rewards: readonly (number | null)[],
  missing: Exclude<MissingReward, 'errors-fail'>,
): Estimate {
  const known = rewards.filter((reward) => reward !== null);
  requireFinite(known, 'rewards');
  const count = missing === 'failure' ? rewards.length : known.length;
  if (count === 0) return notEstimable('no trial with a reward');
  return { value: known.reduce((a, b) => a + b, 0) / count };
}
