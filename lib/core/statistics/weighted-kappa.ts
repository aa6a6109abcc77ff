import { notEstimable } from '@/lib/core/vocabulary';
import type { Kappa } from './cohens-kappa';
import { normalQuantile } from './normal';

/**
 * Cohen's kappa of two raters who grade on one ordered scale, with quadratic weights: a disagreement by two grades weighs
 * four times as much as one by one grade.
 *
 *   w_ij = 1 − (i − j)² / (k − 1)²,  κ = (pₒ − pₑ) / (1 − pₑ) with pₒ = Σ w_ij p_ij and pₑ = Σ w_ij p_i· p_·j
 *
 * The interval is κ ± z·SE by the large-sample error of Fleiss, Cohen and Everitt, cut to [−1, 1]: rough below some
 * thirty things that both graded.
 *
 * @param counts  k × k, k ≥ 2, integers ≥ 0: how often the first rater said the row's grade and the second the column's
 * @param level   confidence in (0, 1), two-sided
 * @returns κ in [−1, 1]; no estimate without grades, or where both always give one and the same grade; no limits where
 *   the error would be 0: for perfect agreement, and where one rater never varies
 * @throws RangeError when the counts are no square table of counts, or the level is none
 * @complexity O(k²)
 * @see Cohen 1968, Psychol. Bull. 70; Fleiss, Cohen & Everitt 1969, Psychol. Bull. 72
 */
export function weightedKappa(counts: readonly (readonly number[])[], level = 0.95): Kappa {
  const k = counts.length;
  if (k < 2 || counts.some((row) => row.length !== k || !row.every((n) => Number.isInteger(n) && n >= 0)))
    throw new RangeError(`needs a square table of counts, got ${JSON.stringify(counts)}`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`a confidence level lies between 0 and 1, got ${level}`);
  const none = (reason: string): Kappa => ({ estimate: notEstimable(reason), ciLow: null, ciHigh: null });
  const n = counts.flat().reduce((a, b) => a + b, 0);
  if (n === 0) return none('nothing was graded by both');

  const grades = Array.from({ length: k }, (_, grade) => grade);
  const sum = (of: (grade: number) => number) => grades.reduce((total, grade) => total + of(grade), 0);
  const p = (i: number, j: number) => counts[i]![j]! / n;
  const w = (i: number, j: number) => 1 - ((i - j) / (k - 1)) ** 2;
  const first = grades.map((i) => sum((j) => p(i, j)));
  const second = grades.map((j) => sum((i) => p(i, j)));
  const observed = sum((i) => sum((j) => w(i, j) * p(i, j)));
  const byChance = sum((i) => sum((j) => w(i, j) * first[i]! * second[j]!));
  const room = 1 - byChance;
  if (room < 1e-12) return none('both always gave one and the same grade');

  const value = 1 - (1 - observed) / room;
  const ofRow = grades.map((i) => sum((j) => w(i, j) * second[j]!));
  const ofColumn = grades.map((j) => sum((i) => w(i, j) * first[i]!));
  const squares = sum((i) => sum((j) => p(i, j) * (w(i, j) - (ofRow[i]! + ofColumn[j]!) * (1 - value)) ** 2));
  const variance = (squares - (value - byChance * (1 - value)) ** 2) / (n * room ** 2);
  // Perfect agreement, or one rater who never varies: the formula would claim certainty.
  if (variance < 1e-12) return { estimate: { value }, ciLow: null, ciHigh: null };
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { estimate: { value }, ciLow: Math.max(-1, value - half), ciHigh: Math.min(1, value + half) };
}
