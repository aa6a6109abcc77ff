import { cohensH } from '@/lib/core/statistics/cohens-h';
import { discordantOddsRatio } from '@/lib/core/statistics/discordant-odds-ratio';
import { mcNemar } from '@/lib/core/statistics/mcnemar';
import { signFlipTest } from '@/lib/core/statistics/sign-flip-permutation';
import { wilcoxonSignedRank } from '@/lib/core/statistics/wilcoxon-signed-rank';
import { notEstimable } from '@/lib/core/vocabulary';
import type { BenchmarkPairs } from './pairs';
import type { Average, Gain, GainsSettings } from './report';

type Tested = Pick<Gain, 'pValue' | 'test' | 'tests' | 'cohensH' | 'oddsRatio' | 'flips'>;

const byTask = 'takes every task alike: see the task-weighted average';

/**
 * Every test of a gain, and its sizes of effect.
 *
 * The p-value is McNemar's where every pair is a win, a loss or a draw (single trials, or as many trials as k); it is the
 * sign-flip test's, which McNemar's is a case of, for rates and for the macro average, whose tasks weigh unequally.
 *
 * @param members  benchmarks with at least one pair each, at least one
 * @complexity O(tasks log tasks), and that of signFlipTest
 */
export function testGain(
  members: readonly BenchmarkPairs[],
  average: Average,
  settings: Pick<GainsSettings, 'resamples' | 'seed' | 'level'>,
): Tested {
  const weighs = average === 'macro' && members.length > 1;
  const flips = {
    gained: members.reduce((sum, { gained }) => sum + gained.length, 0),
    lost: members.reduce((sum, { lost }) => sum + lost.length, 0),
  };
  const { tests, pValue, test } = primaryTest(members, weighs, settings);
  return {
    pValue,
    test,
    tests: {
      ...tests,
      wilcoxon: weighs ? notEstimable(byTask) : { value: wilcoxonSignedRank(joined(members)) },
    },
    cohensH: { value: cohensH(rateOf(members, 'after', weighs), rateOf(members, 'before', weighs)) },
    oddsRatio: weighs ? notEstimable(byTask) : discordantOddsRatio(flips.gained, flips.lost, settings.level),
    flips,
  };
}

/** The p-value that a gain is judged by, with the tests that it may come from. */
export function primaryTest(
  members: readonly BenchmarkPairs[],
  weighs: boolean,
  settings: Pick<GainsSettings, 'resamples' | 'seed'>,
): Pick<Gain, 'pValue' | 'test'> & { tests: Pick<Gain['tests'], 'mcNemar' | 'signFlip'> } {
  if (!weighs && members.every(({ decided }) => decided)) {
    let [won, lost] = [0, 0];
    for (const { differences } of members) {
      for (const difference of differences) {
        if (difference > 0) won++;
        else if (difference < 0) lost++;
      }
    }
    const result = mcNemar(lost, won);
    return {
      pValue: result.exact,
      test: 'mcnemar-exact',
      // Of wins and losses, all sign patterns are what McNemar's exact test counts.
      tests: { mcNemar: { value: result }, signFlip: { value: { pValue: result.exact, method: 'exact' } } },
    };
  }
  const weights = members.map(({ differences }) => (weighs ? 1 / differences.length : 1));
  const result = signFlipTest(
    members.map(({ differences }) => differences),
    weights,
    settings,
  );
  const reason = weighs ? byTask : 'needs wins and losses: rates of several attempts lie between';
  return {
    pValue: result.pValue,
    test: `sign-flip-${result.method}`,
    tests: { mcNemar: notEstimable(reason), signFlip: { value: result } },
  };
}

/** What a gain without pairs has in the place of tests. */
export const untested = (reason: string): Tested => ({
  pValue: null,
  test: null,
  tests: {
    mcNemar: notEstimable(reason),
    signFlip: notEstimable(reason),
    wilcoxon: notEstimable(reason),
  },
  cohensH: notEstimable(reason),
  oddsRatio: notEstimable(reason),
  flips: { gained: 0, lost: 0 },
});

function joined(members: readonly BenchmarkPairs[]): Float64Array {
  const all = new Float64Array(members.reduce((sum, { differences }) => sum + differences.length, 0));
  let end = 0;
  for (const { differences } of members) {
    all.set(differences, end);
    end += differences.length;
  }
  return all;
}

/** The mean rate of one side on the pairs; sums of many rates may leave [0, 1] by rounding alone. */
function rateOf(members: readonly BenchmarkPairs[], side: 'before' | 'after', weighs: boolean): number {
  const sums = members.map((member) => member[side].reduce((a, b) => a + b, 0));
  const count = members.reduce((sum, member) => sum + member[side].length, 0);
  const mean = weighs
    ? sums.reduce((total, sum, i) => total + sum / members[i]![side].length, 0) / members.length
    : sums.reduce((a, b) => a + b, 0) / count;
  return Math.min(1, Math.max(0, mean));
}
