import { mcNemar } from '@/lib/core/statistics/mcnemar';
import { type BootstrapMean, pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { signFlipTest } from '@/lib/core/statistics/sign-flip-permutation';
import { bootstrapped, withoutInterval } from './interval';
import type { BenchmarkPairs, TaskPair } from './pairs';
import type { Average, Gain, GainsReport, GainTest } from './report';

type Settings = GainsReport['settings'];

export interface Comparison {
  /** One gain per benchmark, in the order of the input. */
  cells: Gain[];
  totals: Record<Average, Gain>;
}

/**
 * Gains of one condition over the baseline: interval by bootstrap over tasks, p-value by an exact paired test.
 *
 * McNemar's test where every pair is a win, a loss or a draw (single trials, or as many trials as k); the
 * sign-flip test, which McNemar's is a case of, for rates and for the macro average, whose tasks weigh unequally.
 */
export function compare(benchmarks: readonly BenchmarkPairs[], settings: Settings): Comparison {
  const filled = benchmarks.filter(({ pairs }) => pairs.length > 0);
  const resampled = filled.length > 0 ? pairedBootstrap(filled.map(differences), settings) : null;
  const gain = (
    members: readonly BenchmarkPairs[],
    mean: BootstrapMean | undefined,
    average: Average,
  ): Gain => {
    const pairs = members.flatMap((member) => member.pairs);
    const counts = {
      pairedTasks: pairs.length,
      onlyBaselineTasks: members.reduce((sum, member) => sum + member.onlyBaseline.length, 0),
      onlyConditionTasks: members.reduce((sum, member) => sum + member.onlyCondition.length, 0),
    };
    if (!mean || pairs.length === 0) {
      const nothing = withoutInterval('no task that both the condition and the baseline have');
      return { ...nothing, pValue: null, test: null, pAdjusted: null, ...counts };
    }
    const { level, resamples, seed } = settings;
    const basis = { level, resamples, seed, taskCount: pairs.length, attempts: range(pairs) };
    const tested = test(
      members.filter((member) => member.pairs.length > 0),
      average,
      settings,
    );
    return { ...bootstrapped(mean, basis), ...tested, pAdjusted: null, ...counts };
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

const differences = ({ pairs }: BenchmarkPairs) => pairs.map((pair) => pair.difference);

function test(
  members: readonly BenchmarkPairs[],
  average: Average,
  settings: Settings,
): { pValue: number; test: GainTest } {
  const weighs = average === 'macro' && members.length > 1;
  const pairs = members.flatMap((member) => member.pairs);
  if (!weighs && pairs.every((pair) => pair.decided)) {
    const won = pairs.filter((pair) => pair.difference > 0).length;
    const lost = pairs.filter((pair) => pair.difference < 0).length;
    return { pValue: mcNemar(lost, won).exact, test: 'mcnemar-exact' };
  }
  const weights = members.map((member) => (weighs ? 1 / member.pairs.length : 1));
  const { pValue, method } = signFlipTest(members.map(differences), weights, settings);
  return { pValue, test: `sign-flip-${method}` };
}

function range(pairs: readonly TaskPair[]): { min: number; max: number } {
  let [min, max] = [Infinity, 0];
  for (const { attempts } of pairs) {
    min = Math.min(min, ...attempts);
    max = Math.max(max, ...attempts);
  }
  return { min, max };
}
