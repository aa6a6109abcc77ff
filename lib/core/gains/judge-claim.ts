import { constantMeanBounds } from '@/lib/core/statistics/constant-mean-bounds';
import { type BootstrapMean, pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { type ClaimFigures, type ClaimStatement, type ClaimVerdict, verdictSentence } from './claim';
import { toOutcomes } from './outcomes';
import { type BenchmarkPairs, pairTasks } from './pairs';
import type { GainsTrial } from './report';
import { benchmarkRanges, tallyTrials } from './tally';

export interface JudgedData {
  /** Trials of the claim's two conditions, named by label, on its benchmarks. */
  trials: readonly GainsTrial[];
  /** A trial passes when its reward is at least this. */
  threshold: number;
  /** Whether the claim could be judged once; a claim that cannot be judged says so. */
  judgedBefore?: boolean;
}

/** Two numbers this near are one: a bound that equals the margin clears it, whatever floating point made of it. */
const TIE = 1e-9;

/**
 * Holds a claim against trials. *Supported* when the one-sided bound at 1 − α clears the margin, *contradicted* when the
 * opposite bound fails it, *undecided* between. A difference in either direction is supported by the two-sided interval
 * and contradicted, for margins above 0, by two one-sided bounds within the margin (TOST).
 *
 * @param claim  what is claimed; its margin a difference of rates in [−1, 1]
 * @param data   trials of the two conditions; others are ignored
 * @returns the verdict with its figures; `unjudgeable`, and why, where no shared task has a rate on both sides
 * @throws RangeError when a reward threshold is no number
 * @complexity O(trials + benchmarks · resamples)
 * @see Schuirmann 1987 for the two one-sided tests
 */
export function judgeClaim(
  claim: ClaimStatement,
  { trials, threshold, judgedBefore = false }: JudgedData,
): ClaimVerdict {
  if (!Number.isFinite(threshold)) throw new RangeError(`a threshold is a number, got ${threshold}`);
  const used = trials.filter(
    ({ condition, benchmark }) =>
      (condition === claim.condition || condition === claim.baseline) &&
      (claim.benchmark === null || benchmark === claim.benchmark),
  );
  const { condition, baseline, passK, missing } = claim;
  const outcomes = toOutcomes(used);
  const tallyOf = (label: string) =>
    tallyTrials(outcomes.trials.get(label), outcomes, { passK, threshold, missing });
  const [before, after] = [tallyOf(baseline), tallyOf(condition)];
  const paired = benchmarkRanges(outcomes).map((range) => pairTasks(outcomes, range, before, after));
  const filled = paired.filter(({ differences }) => differences.length > 0);
  if (filled.length === 0) return unjudgeable(whyNoPair(claim, used), judgedBefore);

  const figures: ClaimFigures = {
    ...limitsOf(claim, filled),
    taskCount: filled.reduce((sum, { differences }) => sum + differences.length, 0),
    attempts: attemptsOf(filled),
    gained: paired.reduce((sum, { gained }) => sum + gained.length, 0),
    lost: paired.reduce((sum, { lost }) => sum + lost.length, 0),
    threshold,
  };
  const outcome = outcomeOf(claim, figures);
  return { outcome, sentence: verdictSentence(claim, outcome, figures), figures };
}

/** Judges several claims on the same trials; see judgeClaim. */
export const judgeClaims = ({
  claims,
  trials,
  threshold,
}: JudgedData & {
  claims: readonly { statement: ClaimStatement; judgedBefore: boolean }[];
}): ClaimVerdict[] =>
  claims.map(({ statement, judgedBefore }) => judgeClaim(statement, { trials, threshold, judgedBefore }));

/** A verdict where the data hold nothing to judge by. */
export const unjudgeable = (reason: string, judgedBefore: boolean): ClaimVerdict => ({
  outcome: 'unjudgeable',
  sentence: `Cannot be judged${judgedBefore ? ' any more' : ''}: ${reason}.`,
  figures: null,
});

function whyNoPair({ condition, baseline, benchmark, passK }: ClaimStatement, used: readonly GainsTrial[]) {
  const where = benchmark === null ? '' : ` on ${benchmark}`;
  for (const label of [condition, baseline]) {
    if (!used.some((trial) => trial.condition === label)) return `“${label}” has no trials${where}`;
  }
  const counted = passK === 1 ? 'a trial with a verdict' : `the ${passK} trials that pass@${passK} needs`;
  return `no task${where} has ${counted} under both “${condition}” and “${baseline}”`;
}

type Limits = Pick<ClaimFigures, 'estimate' | 'low' | 'high' | 'twoSided' | 'method' | 'reason'>;

function limitsOf(claim: ClaimStatement, filled: readonly BenchmarkPairs[]): Limits {
  const strata = filled.map(({ differences }) => [...differences]);
  const { resamples, seed, alpha, test } = claim;
  const meanAt = (level: number): BootstrapMean => {
    const { pooled, macro } = pairedBootstrap(strata, { resamples, seed, level });
    return claim.average === 'macro' ? macro : pooled;
  };
  if (strata.every((values) => values.every((value) => value === values[0])))
    return withoutVariation(claim, strata);

  const [oneSided, twoSided] = [meanAt(1 - 2 * alpha), meanAt(1 - alpha)];
  const chosen = (mean: BootstrapMean) => (test === 'percentile' ? mean.percentile : mean)!;
  const limits = (mean: BootstrapMean) => {
    const { low, high } = chosen(mean);
    return { low: low!, high: high! };
  };
  return {
    estimate: oneSided.estimate,
    ...limits(oneSided),
    twoSided: limits(twoSided),
    method: test === 'percentile' ? 'percentile' : oneSided.method,
    reason: test === 'percentile' ? null : oneSided.reason,
  };
}

function withoutVariation({ average, alpha }: ClaimStatement, strata: readonly number[][]): Limits {
  const tasks = strata.reduce((sum, { length }) => sum + length, 0);
  const parts = strata.map((values) => ({
    value: values[0]!,
    tasks: values.length,
    weight: average === 'macro' ? 1 / strata.length : values.length / tasks,
  }));
  return {
    estimate: parts.reduce((sum, { value, weight }) => sum + value * weight, 0),
    ...constantMeanBounds(parts, alpha),
    twoSided: constantMeanBounds(parts, alpha / 2),
    method: 'exact',
    reason: 'all tasks of a benchmark have the same difference, which the bootstrap would take for certain',
  };
}

function outcomeOf({ relation, margin }: ClaimStatement, { low, high, twoSided }: ClaimFigures) {
  const [reaches, within] = [
    (limit: number) => limit >= margin - TIE,
    (limit: number) => limit <= margin + TIE,
  ];
  if (relation === 'at-least')
    return reaches(low) ? 'supported' : reaches(high) ? 'undecided' : 'contradicted';
  if (relation === 'at-most') return within(high) ? 'supported' : within(low) ? 'undecided' : 'contradicted';
  const beyond = (limit: number) => limit > TIE && reaches(limit);
  if (beyond(twoSided.low) || beyond(-twoSided.high)) return 'supported';
  return high < margin - TIE && -low < margin - TIE ? 'contradicted' : 'undecided';
}

function attemptsOf(filled: readonly BenchmarkPairs[]): { min: number; max: number } {
  const counts = filled.flatMap(({ outcomes: { baseline, condition } }) => [
    ...baseline.trials,
    ...condition.trials,
  ]);
  return counts.reduce(({ min, max }, n) => ({ min: Math.min(min, n), max: Math.max(max, n) }), {
    min: Infinity,
    max: 0,
  });
}
