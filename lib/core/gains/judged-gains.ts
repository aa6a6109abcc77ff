import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { baselineOf, computeGains } from './compute-gains';
import type { Average, GainsInput, GainsReport, GainsTrial } from './report';
import { tallyTasks } from './task-tallies';

/** A trial of which both the verifier and the judge spoke. */
export interface JudgedTrial extends GainsTrial {
  reward: number;
  verdict: boolean;
}

export interface JudgedGainsInput
  extends Pick<
    GainsInput,
    'conditions' | 'baseline' | 'baselines' | 'threshold' | 'seed' | 'resamples' | 'level'
  > {
  trials: readonly JudgedTrial[];
}

/** The judge's gain less the verifier's, in [−2, 2]. */
export interface Shift {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  /** Judged tasks that both conditions have. */
  tasks: number;
}

/** How one condition's gain moves when the judge is believed. */
export interface GainShift {
  condition: string;
  label: string;
  /** In the order of the reports' benchmarks. */
  cells: Shift[];
  totals: Record<Average, Shift>;
}

export interface JudgedGains {
  /** On the judged trials alone, with the verifier's outcomes. */
  verifier: GainsReport;
  /** On the same trials, with the judge's. */
  judge: GainsReport;
  /** Every condition but the baselines. */
  shifts: GainShift[];
}

/**
 * The gains as the verifier and as the judge have them, on the same trials, and the paired difference of the two.
 *
 * A shift is the mean over shared tasks of (judged condition − judged baseline) − (verified condition − verified
 * baseline), average pass@1 each; tasks are resampled within benchmark, as for gains.
 *
 * @param input judged trials with a reward; k is 1
 * @throws AppError and RangeError as computeGains
 * @complexity that of computeGains, three times
 */
export function computeJudgedGains(input: JudgedGainsInput): JudgedGains {
  const { trials, ...rest } = input;
  const settings = { ...rest, passK: 1, missing: 'leave-out' as const };
  const judged = trials.map((trial) => ({ ...trial, reward: trial.verdict ? 1 : 0 }));
  const verifier = computeGains({ ...settings, trials });
  const judge = computeGains({ ...settings, trials: judged, threshold: 1 });
  const believed = {
    verifier: tallyTasks({ ...settings, trials }),
    judge: tallyTasks({ ...settings, trials: judged, threshold: 1 }),
  };
  const shifts = verifier.conditions
    .filter(({ isBaseline }) => !isBaseline)
    .map(({ condition, label }): GainShift => {
      const reference = baselineOf(condition, verifier.settings);
      const strata = verifier.benchmarks.map((benchmark) => {
        const tasksOf = (who: keyof typeof believed, id: string) =>
          believed[who].get(id)?.get(benchmark) ?? new Map<string, { rate: number | null }>();
        const gainOf = (who: keyof typeof believed, task: string) =>
          tasksOf(who, condition).get(task)!.rate! - tasksOf(who, reference).get(task)!.rate!;
        const shared = [...tasksOf('verifier', condition).keys()]
          .filter((task) => tasksOf('verifier', reference).has(task))
          .sort();
        return shared.map((task) => gainOf('judge', task) - gainOf('verifier', task));
      });
      return { condition, label, ...shiftOf(strata, verifier.settings) };
    });
  return { verifier, judge, shifts };
}

function shiftOf(strata: number[][], settings: GainsReport['settings']): Pick<GainShift, 'cells' | 'totals'> {
  const filled = strata.filter(({ length }) => length > 0);
  const none: Shift = {
    estimate: notEstimable('no judged task in common with the baseline'),
    ...{ ciLow: null, ciHigh: null, tasks: 0 },
  };
  if (filled.length === 0)
    return { cells: strata.map(() => none), totals: { 'task-weighted': none, macro: none } };
  const means = pairedBootstrap(filled, settings);
  const shift = ({ estimate, low, high }: typeof means.pooled, tasks: number): Shift => ({
    ...{ estimate: { value: estimate }, ciLow: low, ciHigh: high, tasks },
  });
  const all = filled.reduce((sum, { length }) => sum + length, 0);
  return {
    cells: strata.map((stratum) =>
      stratum.length === 0 ? none : shift(means.strata[filled.indexOf(stratum)]!, stratum.length),
    ),
    totals: { 'task-weighted': shift(means.pooled, all), macro: shift(means.macro, all) },
  };
}
