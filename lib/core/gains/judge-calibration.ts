import { type Confusion, cohensKappa, type Kappa } from '@/lib/core/statistics/cohens-kappa';
import { wilsonInterval } from '@/lib/core/statistics/wilson-interval';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';

/** A share of verdicts with its Wilson interval. */
export interface JudgedShare {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
}

export interface Calibration {
  /** Verdicts that are the verifier's, of all. */
  accuracy: JudgedShare;
  /** Of what the judge passed, what the verifier passed. */
  precision: JudgedShare;
  /** Of what the verifier passed, what the judge passed. */
  recall: JudgedShare;
  kappa: Kappa;
}

/**
 * How far a judge can stand for the verifier.
 *
 *   accuracy (TP + TN)/n,  precision TP/(TP + FP),  recall TP/(TP + FN)
 *
 * Intervals take verdicts as independent; verdicts on attempts at one task are alike, which makes them somewhat narrow.
 *
 * @param counts integers ≥ 0
 * @param level  confidence in (0, 1), two-sided
 * @returns proportions, or reasons where nothing was judged, passed by the judge, or passed by the verifier
 * @throws RangeError when a count is none or the level is not one
 */
export function calibrateJudge(counts: Confusion, level = 0.95): Calibration {
  const { truePositive, falsePositive, falseNegative, trueNegative } = counts;
  const right = truePositive + trueNegative;
  const kappa = cohensKappa(counts, level);
  const share = (of: number, all: number, reason: string): JudgedShare => {
    if (all === 0) return { estimate: notEstimable(reason), ciLow: null, ciHigh: null };
    const { low, high } = wilsonInterval(of, all, level);
    return { estimate: { value: of / all }, ciLow: low, ciHigh: high };
  };
  return {
    accuracy: share(right, right + falsePositive + falseNegative, 'no verifier spoke of what was judged'),
    precision: share(
      truePositive,
      truePositive + falsePositive,
      'the judge passed nothing that has a verdict',
    ),
    recall: share(
      truePositive,
      truePositive + falseNegative,
      'the verifier passed nothing of what was judged',
    ),
    kappa,
  };
}
