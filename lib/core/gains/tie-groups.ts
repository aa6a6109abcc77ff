import { compactLetters } from '@/lib/core/statistics/compact-letters';
import { adjustPValues } from './adjust';
import { pairConditions } from './compute-gains';
import { primaryTest } from './gain-tests';
import type { Outcomes } from './outcomes';
import type { Average, GainsSettings } from './report';
import { type Tally, tallyTrials } from './tally';

export interface ConditionPair {
  first: string;
  second: string;
  /** First minus second on their shared tasks; null without any. */
  difference: number | null;
  pairedTasks: number;
  /** Two-sided, and adjusted over all pairs; null without shared tasks. */
  pValue: number | null;
  pAdjusted: number | null;
}

/** Which conditions can be told apart: those that share a letter cannot. */
export interface TieGroups {
  average: Average;
  /** Best first, by the average of their rates; conditions without a rate are not among them. */
  groups: { condition: string; label: string; rate: number; letters: string[] }[];
  pairs: ConditionPair[];
  /** Pairs without a shared task, which share a letter because nothing tells them apart. */
  apart: number;
  /** Labels of conditions without a rate. */
  leftOut: string[];
}

/**
 * Groups of ties over all conditions: every pair tested on its shared tasks, p-values adjusted over the pairs, and
 * letters such that two conditions share one exactly when they do not differ at 1 − level.
 *
 * @throws RangeError as signFlipTest
 * @complexity O(conditions² · that of a paired test); 30 conditions of 1,000 tasks take about a second
 */
export function tieGroups(
  outcomes: Outcomes,
  conditions: readonly { id: string; label: string }[],
  average: Average,
  settings: GainsSettings,
): TieGroups {
  const all = conditions.map(({ id, label }) => {
    const tally = tallyTrials(outcomes.trials.get(id), outcomes, settings);
    return { id, label, tally, rate: averageRate(outcomes, tally, average) };
  });
  const ranked = all
    .filter((one) => !Number.isNaN(one.rate))
    .sort((a, b) => b.rate - a.rate || (a.label < b.label ? -1 : 1));
  const places: [number, number][] = ranked.flatMap((_, i) =>
    ranked.slice(i + 1).map((_, j): [number, number] => [i, i + 1 + j]),
  );
  const pairs = places.map(([i, j]) => comparePair(outcomes, ranked[i]!, ranked[j]!, average, settings));
  const adjusted = adjustPValues(
    pairs.flatMap(({ pValue }) => pValue ?? []),
    settings.adjust,
  )[Symbol.iterator]();
  for (const pair of pairs) if (pair.pValue !== null) pair.pAdjusted = adjusted.next().value!;
  const alpha = 1 - settings.level;
  const differing = places.filter((_, p) => (pairs[p]!.pAdjusted ?? 1) < alpha);
  const letters = compactLetters(ranked.length, differing);
  return {
    average,
    groups: ranked.map(({ id, label, rate }, i) => ({ condition: id, label, rate, letters: letters[i]! })),
    pairs,
    apart: pairs.filter(({ pairedTasks }) => pairedTasks === 0).length,
    leftOut: all.filter(({ rate }) => Number.isNaN(rate)).map(({ label }) => label),
  };
}

interface Member {
  id: string;
  tally: Tally;
}

function comparePair(
  outcomes: Outcomes,
  first: Member,
  second: Member,
  average: Average,
  settings: GainsSettings,
): ConditionPair {
  const paired = pairConditions(outcomes, second.tally, first.tally).filter(
    ({ differences }) => differences.length > 0,
  );
  const ids = { first: first.id, second: second.id };
  if (paired.length === 0) return { ...ids, difference: null, pairedTasks: 0, pValue: null, pAdjusted: null };
  const weighs = average === 'macro' && paired.length > 1;
  const pairedTasks = paired.reduce((sum, { differences }) => sum + differences.length, 0);
  const sums = paired.map(({ differences }) => differences.reduce((a, b) => a + b, 0));
  const difference = weighs
    ? sums.reduce((total, sum, i) => total + sum / paired[i]!.differences.length, 0) / paired.length
    : sums.reduce((a, b) => a + b, 0) / pairedTasks;
  const { pValue } = primaryTest(paired, weighs, settings);
  return { ...ids, difference, pairedTasks, pValue, pAdjusted: null };
}

/** NaN without a task whose rate can be estimated. */
function averageRate({ tasks, benchmarks }: Outcomes, { rate }: Tally, average: Average): number {
  const sums = benchmarks.map(() => ({ sum: 0, count: 0 }));
  rate.forEach((value, t) => {
    if (Number.isNaN(value)) return;
    const own = sums[tasks[t]!.benchmark]!;
    own.sum += value;
    own.count++;
  });
  const filled = sums.filter(({ count }) => count > 0);
  if (average === 'macro')
    return filled.reduce((total, { sum, count }) => total + sum / count, 0) / filled.length;
  return (
    filled.reduce((total, { sum }) => total + sum, 0) / filled.reduce((total, { count }) => total + count, 0)
  );
}
