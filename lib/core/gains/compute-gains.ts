import { AppError } from '@/lib/core/errors';
import { leaveOneBenchmarkOut } from '@/lib/core/statistics/leave-one-benchmark-out';
import { acrossBenchmarks } from './across-benchmarks';
import { withAdjustment } from './adjust';
import { type Comparison, compare } from './compare';
import { touchedByEach } from './missing';
import { type Outcomes, toOutcomes } from './outcomes';
import { type BenchmarkPairs, pairTasks } from './pairs';
import { type Rates, ratesOf } from './rates';
import {
  type Average,
  type ConditionGains,
  type GainsInput,
  type GainsReport,
  type GainsSettings,
  withoutReward,
} from './report';
import { benchmarkRanges, type Tally, tallyTrials } from './tally';
import { warningsOf } from './warnings';

/**
 * How much each condition helps: pass rates per benchmark, and gains over the baseline on shared tasks.
 *
 * All intervals use the one seed, so that leaving a condition out changes nobody else's numbers.
 *
 * @param input  trials, conditions and how to read them; see GainsInput
 * @returns rates in [0, 1] and gains in [−1, 1] with intervals, tests, flips and warnings; never NaN
 * @throws AppError `invalid-input` when the baseline is not among the conditions
 * @throws RangeError when k, level or resamples make no sense, or a trial names an unknown condition
 * @complexity O(trials + conditions · benchmarks · resamples); 30 conditions of 1,000 tasks in under a second
 */
export function computeGains({ trials, conditions, ...rest }: GainsInput): GainsReport {
  const settings = completeSettings(rest);
  const known = new Set(conditions.map(({ id }) => id));
  for (const { condition, task } of trials)
    if (!known.has(condition))
      throw new RangeError(`a trial of task ${task} names the unknown condition ${condition}`);
  const outcomes = toOutcomes(trials);
  return gatherGains(outcomes.benchmarks, describeConditions({ outcomes, conditions, settings }), settings);
}

/** The settings with what was not said. @throws RangeError when the level is none */
export function completeSettings(given: Omit<GainsInput, 'trials' | 'conditions'>): GainsSettings {
  const settings = {
    baselines: {},
    noise: 'data',
    adjust: 'bh',
    resamples: 10_000,
    level: 0.95,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  } as GainsSettings;
  const { baseline, baselines, passK, threshold, missing, noise, adjust, seed, resamples, level } = settings;
  if (!(level > 0 && level < 1))
    throw new RangeError(`a confidence level lies between 0 and 1, got ${level}`);
  return { baseline, baselines, passK, threshold, missing, noise, adjust, seed, resamples, level };
}

export interface GainsPart {
  /** With the trials of the conditions and of all that they are compared with. */
  outcomes: Outcomes;
  /** Some of the study's conditions: threads share them out. */
  conditions: readonly { id: string; label: string }[];
  settings: GainsSettings;
}

/** The conditions of a report, p-values not yet adjusted: that takes all of them. */
export function describeConditions({ outcomes, conditions, settings }: GainsPart): ConditionGains[] {
  const tallies = new Map<string, Tally>();
  const tallyOf = (id: string) => {
    const tally = tallies.get(id) ?? tallyTrials(outcomes.trials.get(id), outcomes, settings);
    tallies.set(id, tally);
    return tally;
  };
  return conditions.map(({ id, label }) => {
    const reference = baselineOf(id, settings);
    const isBaseline = id === reference;
    const baseline = tallyOf(reference);
    const tally = tallyOf(id);
    const paired = isBaseline ? null : pairConditions(outcomes, baseline, tally);
    const rates = ratesOf(outcomes, tally, settings);
    const comparison = paired && compare(paired, settings);
    return {
      condition: id,
      label,
      isBaseline,
      ...join(rates, comparison),
      acrossBenchmarks: comparison && acrossBenchmarks(outcomes.benchmarks, comparison.cells, settings.level),
      withoutOne: {
        rate: byAverage(leaveOneBenchmarkOut(rates.values)),
        gain:
          paired &&
          byAverage(
            leaveOneBenchmarkOut(
              paired.map(({ benchmark, differences }) => ({ name: benchmark, values: differences })),
            ),
          ),
      },
      ...listed(paired ?? []),
      found: { repeatedAttempts: tally.repeated, rewardsOutside: tally.outside },
    };
  });
}

/** What a condition is compared with; itself for a baseline. */
export const baselineOf = (
  condition: string,
  { baseline, baselines }: Pick<GainsSettings, 'baseline' | 'baselines'>,
): string => baselines[condition] ?? baseline;

/** All benchmarks' tasks under two conditions, side by side. */
export function pairConditions(outcomes: Outcomes, baseline: Tally, condition: Tally): BenchmarkPairs[] {
  return benchmarkRanges(outcomes).map((range) => pairTasks(outcomes, range, baseline, condition));
}

/**
 * The report of conditions that were described, maybe in several threads.
 *
 * @throws AppError `invalid-input` when the baseline is not among them
 */
export function gatherGains(
  benchmarks: string[],
  conditions: ConditionGains[],
  settings: GainsSettings,
): GainsReport {
  if (!conditions.some(({ isBaseline }) => isBaseline)) {
    throw new AppError('invalid-input', 'The baseline is not a condition of this study.', {
      hint: 'Choose one of its conditions as the baseline.',
      where: 'baseline',
    });
  }
  const report = withAdjustment(
    {
      settings,
      benchmarks,
      conditions,
      familySize: 0,
      missing: touchedByEach(withoutReward(conditions)),
      warnings: [],
    },
    settings.adjust,
  );
  return { ...report, warnings: warningsOf(report) };
}

const byAverage = <T>({ pooled, macro }: { pooled: T; macro: T }): Record<Average, T> => ({
  'task-weighted': pooled,
  macro,
});

function listed(paired: readonly BenchmarkPairs[]): Pick<ConditionGains, 'flips' | 'unpaired'> {
  return {
    flips: { gained: paired.flatMap((p) => p.gained), lost: paired.flatMap((p) => p.lost) },
    unpaired: {
      onlyBaseline: paired.flatMap((p) => p.onlyBaseline),
      onlyCondition: paired.flatMap((p) => p.onlyCondition),
    },
  };
}

function join(rates: Rates, comparison: Comparison | null): Pick<ConditionGains, 'cells' | 'totals'> {
  const total = (average: Average) => ({
    ...rates.totals[average],
    gain: comparison?.totals[average] ?? null,
  });
  return {
    cells: rates.cells.map((cell, i) => ({ ...cell, gain: comparison?.cells[i] ?? null })),
    totals: { 'task-weighted': total('task-weighted'), macro: total('macro') },
  };
}
