import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { constantMeanBounds } from '@/lib/core/statistics/constant-mean-bounds';
import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { type ClaimStatement, claimSentence, claimStatement } from './claim';
import { judgeClaim } from './judge-claim';
import type { GainsTrial } from './report';

const claim = (change: Partial<ClaimStatement> = {}) =>
  claimStatement.parse({ condition: 'insight', baseline: 'zero-shot', margin: 0.02, ...change });

/** Trials of tasks with the given rewards under the baseline and the condition. */
const trialsOf = (pairs: readonly (readonly [number | null, number | null])[], benchmark = 'swe') =>
  pairs.flatMap(([before, after], i): GainsTrial[] =>
    [before, after].map((reward, side) => ({
      benchmark,
      task: `t${i}`,
      condition: side === 0 ? 'zero-shot' : 'insight',
      reward,
      exception: false,
    })),
  );

const many = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
/** 100 tasks: so many gained and lost, the rest solved by both. */
const study = (gained: number, lost: number) =>
  trialsOf([
    ...many(gained, [0, 1] as const),
    ...many(lost, [1, 0] as const),
    ...many(100 - gained - lost, [1, 1] as const),
  ]);
const judge = (trials: GainsTrial[], change: Partial<ClaimStatement> = {}) =>
  judgeClaim(claim(change), { trials, threshold: 1 });

describe('a claim of at least 2 points', () => {
  it('is supported, undecided or contradicted as its bounds lie, and says so with its figures', () => {
    const supported = judge(study(20, 2));
    expect(supported.outcome).toBe('supported');
    expect(supported.figures).toMatchObject({ taskCount: 100, gained: 20, lost: 2, method: 'BCa' });
    expect(supported.figures!.estimate).toBeCloseTo(0.18, 12);
    expect(supported.sentence).toMatch(
      /^Supported: the gain is \+18\.0 points on 100 shared tasks \(20 gained, 2 lost\), and its one-sided 95 % bound of \+1\d\.\d clears \+2\.0\.$/,
    );
    expect(judge(study(8, 3)).outcome).toBe('undecided');
    const contradicted = judge(study(2, 20));
    expect(contradicted.outcome).toBe('contradicted');
    expect(contradicted.sentence).toMatch(/bound of −1\d\.\d stays below \+2\.0\.$/);
  });

  it('takes the very limits of the paired bootstrap at 1 − 2α', () => {
    const differences = [...many(20, 1), ...many(2, -1), ...many(78, 0)];
    const { pooled } = pairedBootstrap([differences], { resamples: 10_000, level: 0.9, seed: 7 });
    const { figures } = judge(study(20, 2));
    // The same tasks in another order: resamples are drawn by distribution, so the limits are a lattice step apart at most.
    expect(Math.abs(figures!.low - pooled.low!)).toBeLessThanOrEqual(0.01 + 1e-12);
    expect(Math.abs(figures!.high - pooled.high!)).toBeLessThanOrEqual(0.01 + 1e-12);
    const percentile = judge(study(20, 2), { test: 'percentile' }).figures!;
    expect(percentile.method).toBe('percentile');
    expect(Math.abs(percentile.low - pooled.percentile!.low)).toBeLessThanOrEqual(0.01 + 1e-12);
  });

  it('is harder to support with a smaller alpha', () => {
    const low = (alpha: number) => judge(study(20, 2), { alpha }).figures!.low;
    expect(low(0.001)).toBeLessThan(low(0.05));
    expect(low(0.05)).toBeLessThan(low(0.3));
  });
});

it('turns every claim round when the conditions change places', () => {
  const turned = { condition: 'zero-shot', baseline: 'insight', relation: 'at-most', margin: -0.02 } as const;
  for (const [gained, lost] of [
    [20, 2],
    [8, 3],
    [2, 20],
  ] as const)
    expect(judge(study(gained, lost), turned).outcome).toBe(judge(study(gained, lost)).outcome);
});

it('claims of a difference look both ways, and are contradicted by equivalence alone', () => {
  const differs = (gained: number, lost: number, margin: number) =>
    judge(study(gained, lost), { relation: 'differs', margin }).outcome;
  expect(differs(20, 2, 0.02)).toBe('supported');
  expect(differs(2, 20, 0.02)).toBe('supported');
  expect(differs(1, 1, 0.1)).toBe('contradicted');
  expect(differs(8, 3, 0.02)).toBe('undecided');
  expect(differs(1, 1, 0)).toBe('undecided');
});

describe('where resampling shows no variation', () => {
  it('does not take a clean sweep of few tasks for certain', () => {
    const sweep = (tasks: number) => judge(trialsOf(many(tasks, [0, 1] as const)), { margin: 0 });
    expect(sweep(1)).toMatchObject({ outcome: 'undecided', figures: { method: 'exact', estimate: 1 } });
    expect(sweep(3).outcome).toBe('undecided');
    expect(sweep(6).outcome).toBe('supported');
  });

  it('does not call conditions alike that never differed on ten tasks', () => {
    const alike = (tasks: number) =>
      judge(trialsOf(many(tasks, [1, 1] as const)), { relation: 'differs', margin: 0.1 }).outcome;
    expect(alike(10)).toBe('undecided');
    expect(alike(60)).toBe('contradicted');
  });

  it('bounds hold for the worst distribution that would still give equal tasks with chance alpha', () => {
    for (const n of [1, 4, 30]) {
      const { low, high } = constantMeanBounds([{ value: 1, tasks: n, weight: 1 }], 0.05);
      // Tasks at 1 with probability q, else at −1: mean 2q − 1, all equal with probability qⁿ = 0.05.
      expect(low).toBeCloseTo(2 * 0.05 ** (1 / n) - 1, 12);
      expect(high).toBe(1);
    }
  });
});

describe('what a claim is about', () => {
  const two = [...study(20, 2), ...trialsOf(many(5, [1, 0] as const), 'code')];

  it('is one benchmark, or all by the average that was chosen', () => {
    expect(judge(two, { benchmark: 'swe' }).figures!.taskCount).toBe(100);
    expect(judge(two, { benchmark: 'code' }).figures!.estimate).toBe(-1);
    expect(judge(two).figures!.estimate).toBeCloseTo(13 / 105, 12);
    expect(judge(two, { average: 'macro' }).figures!.estimate).toBeCloseTo((0.18 - 1) / 2, 12);
  });

  it('counts trials without a reward as the claim says', () => {
    const missing = trialsOf([...many(10, [1, null] as const), ...many(10, [1, 1] as const)]);
    expect(judge(missing).figures).toMatchObject({ taskCount: 10, lost: 0 });
    expect(judge(missing, { missing: 'failure' }).figures).toMatchObject({ taskCount: 20, lost: 10 });
  });

  it('needs as many attempts as its k', () => {
    expect(judge(study(20, 2), { passK: 2 })).toMatchObject({
      outcome: 'unjudgeable',
      sentence: expect.stringMatching(
        /^Cannot be judged: no task has the 2 trials that pass@2 needs under both/,
      ),
    });
  });

  it('says what is gone', () => {
    const gone = (change: Partial<ClaimStatement>, judgedBefore = true) =>
      judgeClaim(claim(change), { trials: study(20, 2), threshold: 1, judgedBefore }).sentence;
    expect(gone({ condition: 'workflow' })).toBe('Cannot be judged any more: “workflow” has no trials.');
    expect(gone({ benchmark: 'mlgym' })).toBe('Cannot be judged any more: “insight” has no trials on mlgym.');
    expect(gone({ condition: 'workflow' }, false)).toMatch(/^Cannot be judged: /);
  });
});

it('refuses claims that say nothing', () => {
  const parsed = (change: object) =>
    claimStatement.safeParse({ condition: 'a', baseline: 'b', margin: 0.02, ...change }).success;
  expect(parsed({})).toBe(true);
  expect(parsed({ baseline: 'a' })).toBe(false);
  expect(parsed({ margin: Number.NaN })).toBe(false);
  expect(parsed({ margin: 1.5 })).toBe(false);
  expect(parsed({ alpha: 0.6 })).toBe(false);
  expect(parsed({ relation: 'differs', margin: -0.1 })).toBe(false);
});

it('reads as a sentence', () => {
  expect(claimSentence(claim({ benchmark: 'SWE-bench' }))).toBe(
    '“insight” beats “zero-shot” by at least 2.0 points on SWE-bench, avg pass@1',
  );
  expect(claimSentence(claim({ relation: 'at-most', margin: -0.01, average: 'macro', passK: 3 }))).toBe(
    '“insight” loses at least 1.0 points to “zero-shot” over all benchmarks (macro average), pass@3',
  );
});

it('supports a claim that is just false in about alpha of studies', () => {
  const random = seededRandom(11);
  const studies = 400 * Number(process.env.CARRYOVER_SIMULATIONS ?? 1);
  let supported = 0;
  for (let s = 0; s < studies; s++) {
    // 15 % gained and 5 % lost: a true gain of 10 points, so that “at least 10” is at the edge.
    const pairs = Array.from({ length: 200 }, () => {
      const lot = random();
      return lot < 0.15 ? ([0, 1] as const) : lot < 0.2 ? ([1, 0] as const) : ([1, 1] as const);
    });
    const verdict = judgeClaim(claim({ margin: 0.1, resamples: 1000 }), {
      trials: trialsOf(pairs),
      threshold: 1,
    });
    if (verdict.outcome === 'supported') supported++;
  }
  const share = supported / studies;
  if (process.env.CARRYOVER_SIMULATIONS) process.stdout.write(`supported at the edge: ${share}\n`);
  // Three binomial errors of 400 studies around 5 %, and the bootstrap's own slight narrowness.
  expect(share).toBeGreaterThan(0.015);
  expect(share).toBeLessThan(0.095);
});
