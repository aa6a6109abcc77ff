import { rewardState } from '@/lib/core/gains/missing';
import type { GainsTrial } from '@/lib/core/gains/report';
import { contentHash } from './content-hash';

/**
 * What trials say, as one hash: SHA-256 over their benchmark, task, condition, reward and what they broke off with, in an
 * order of its own. The same logs give the same hash in any study and in any order.
 *
 * @param labels the conditions' labels by their ids
 */
export function hashOutcomes(trials: readonly GainsTrial[], labels: ReadonlyMap<string, string>): string {
  const lines = trials.map(({ benchmark, task, condition, reward, exception, exceptionType }) =>
    JSON.stringify([
      benchmark,
      task,
      labels.get(condition) ?? condition,
      reward,
      exception,
      rewardState(reward, exceptionType ?? (exception ? 'unnamed' : null)),
    ]),
  );
  return contentHash(lines.sort().join('\n'));
}
