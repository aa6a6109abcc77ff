import { wilsonInterval } from '@/lib/core/statistics/wilson-interval';
import { notEstimable } from '@/lib/core/vocabulary';
import type { ProportionEstimate } from './ledger';

/** Why a task was lost that the baseline solves: what memory did to the agent. */
export const lossCauses = [
  'domain-mismatched-anchoring',
  'false-validation-confidence',
  'misapplied-best-practice',
  'other',
] as const;
export type LossCause = (typeof lossCauses)[number];

export const lossCauseLabels: Readonly<Record<LossCause, string>> = {
  'domain-mismatched-anchoring': 'Domain-mismatched anchoring',
  'false-validation-confidence': 'False validation confidence',
  'misapplied-best-practice': 'Misapplied best practice',
  other: 'Other',
};

/** What each of them means, in half a sentence. */
export const lossCauseMeanings: Readonly<Record<LossCause, string>> = {
  'domain-mismatched-anchoring': 'held on to an approach from a memory that does not fit this domain',
  'false-validation-confidence': 'took a check that a memory suggests for proof, and stopped too soon',
  'misapplied-best-practice': 'followed sound advice of a memory where it does harm or wastes the effort',
  other: 'nothing of these: chance, the environment, or a cause without a name here',
};

/** The judge that stands for people. */
export const handJudge = 'hand';

export interface CauseShare {
  cause: LossCause;
  count: number;
  /** Of the labelled losses; in [0, 1]. */
  share: ProportionEstimate;
}

/**
 * Shares of the causes among labelled losses, each with Wilson's interval by itself: the four are not independent.
 *
 * @param labels one per labelled loss
 * @param level  confidence in (0, 1), two-sided
 * @returns one per cause, in the order of `lossCauses`; not estimable without labels
 * @complexity O(labels)
 */
export function causeShares(labels: readonly LossCause[], level = 0.95): CauseShare[] {
  const total = labels.length;
  return lossCauses.map((cause) => {
    const count = labels.filter((label) => label === cause).length;
    if (total === 0)
      return {
        cause,
        count,
        share: { estimate: notEstimable('no loss is labelled yet'), ciLow: null, ciHigh: null },
      };
    const { low, high } = wilsonInterval(count, total, level);
    return { cause, count, share: { estimate: { value: count / total }, ciLow: low, ciHigh: high } };
  });
}
