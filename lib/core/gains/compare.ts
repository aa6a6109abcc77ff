import type { GainNoise } from '@/lib/core/statistics/noise-bootstrap';
import { type BootstrapMean, pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { notEstimable } from '@/lib/core/vocabulary';
import { testGain, untested } from './gain-tests';
import { bootstrapped, noisy, withoutInterval } from './interval';
import { noisesOf } from './noise';
import type { BenchmarkPairs } from './pairs';
import type { Average, Gain, GainsSettings } from './report';

export interface Comparison {
  /** One gain per benchmark, in the order of the input. */
  cells: Gain[];
  totals: Record<Average, Gain>;
}

/**
 * Gains of one condition over the baseline: interval by bootstrap of the noise that the settings name, p-values by paired
 * tests. The chance of being better comes from resampled tasks, whatever the noise.
 */
export function compare(benchmarks: readonly BenchmarkPairs[], settings: GainsSettings): Comparison {
  const filled = benchmarks.filter(({ differences }) => differences.length > 0);
  const resampled = filled.length > 0 ? resample(filled, settings) : null;
  const gain = (members: readonly BenchmarkPairs[], mean: Resampled | undefined, average: Average): Gain => {
    const paired = members.filter(({ differences }) => differences.length > 0);
    const counts = {
      pairedTasks: paired.reduce((sum, { differences }) => sum + differences.length, 0),
      onlyBaselineTasks: members.reduce((sum, member) => sum + member.onlyBaseline.length, 0),
      onlyConditionTasks: members.reduce((sum, member) => sum + member.onlyCondition.length, 0),
    };
    if (!mean || paired.length === 0) {
      const reason = 'no task that both the condition and the baseline have';
      return {
        ...withoutInterval(reason),
        ...untested(reason),
        superiority: notEstimable(reason),
        pAdjusted: null,
        ...counts,
      };
    }
    const { level, resamples, seed } = settings;
    const basis = { level, resamples, seed, taskCount: counts.pairedTasks, attempts: rangeOf(paired) };
    return {
      ...('data' in mean ? noisy(mean, settings.noise, basis) : bootstrapped(mean, basis)),
      ...testGain(paired, average, settings),
      superiority: { value: 'data' in mean ? mean.data.superiority : mean.superiority },
      pAdjusted: null,
      ...counts,
    };
  };
  return {
    cells: benchmarks.map((member) =>
      gain([member], resampled?.strata[filled.indexOf(member)], 'task-weighted'),
    ),
    totals: {
      'task-weighted': gain(benchmarks, resampled?.pooled, 'task-weighted'),
      macro: gain(benchmarks, resampled?.macro, 'macro'),
    },
  };
}

type Resampled = BootstrapMean | GainNoise;

function resample(
  filled: readonly BenchmarkPairs[],
  settings: GainsSettings,
): { strata: Resampled[]; pooled: Resampled; macro: Resampled } {
  if (settings.noise === 'data')
    return pairedBootstrap(
      filled.map(({ differences }) => differences),
      settings,
    );
  return noisesOf(
    filled.map(({ outcomes }) => outcomes),
    settings,
  );
}

function rangeOf(members: readonly BenchmarkPairs[]): { min: number; max: number } {
  let [min, max] = [Infinity, 0];
  for (const { outcomes } of members) {
    for (const { trials } of [outcomes.condition, outcomes.baseline]) {
      for (const n of trials) {
        min = Math.min(min, n);
        max = Math.max(max, n);
      }
    }
  }
  return { min, max };
}
