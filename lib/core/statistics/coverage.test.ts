import { afterAll, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '@/lib/core/random';
import type { PairedOutcomes } from './attempt-noise';
import { clopperPearsonInterval } from './clopper-pearson-interval';
import { mcNemar } from './mcnemar';
import { noiseBootstrap } from './noise-bootstrap';
import { pairedBootstrap } from './paired-bootstrap';
import { signFlipTest } from './sign-flip-permutation';
import { wilcoxonSignedRank } from './wilcoxon-signed-rank';
import { wilsonInterval } from './wilson-interval';

/**
 * Do intervals cover what they say, and are p-values uniform where nothing differs? Simulated with a fixed seed, so
 * that the figures are the same everywhere. CARRYOVER_SIMULATIONS multiplies the number of simulated studies.
 */
const FACTOR = Number(process.env.CARRYOVER_SIMULATIONS ?? 1);
const figures: string[] = [];
afterAll(() => console.warn(['Simulated with a fixed seed:', ...figures].join('\n  ')));

interface Interval {
  low: number | null;
  high: number | null;
}

/** Shares of intervals that hold the truth, by name. */
function coverage(
  setting: string,
  studies: number,
  study: (random: Random) => Record<string, [Interval, number]>,
) {
  const random = seededRandom(2026);
  const count = Math.round(studies * FACTOR);
  const held: Record<string, number> = {};
  for (let s = 0; s < count; s++) {
    for (const [name, [{ low, high }, truth]] of Object.entries(study(random))) {
      const holds = low !== null && high !== null && low <= truth + 1e-12 && high >= truth - 1e-12;
      held[name] = (held[name] ?? 0) + Number(holds);
    }
  }
  const shares = Object.fromEntries(Object.entries(held).map(([name, n]) => [name, n / count]));
  const texts = Object.entries(shares).map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`);
  figures.push(`${setting}, ${count} studies, 95 % intervals cover: ${texts.join(', ')}`);
  /** Two standard errors of a share near 95 %: what is left to chance. */
  const slack = 2 * Math.sqrt((0.95 * 0.05) / count);
  return { shares, slack };
}

const binomial = (random: Random, n: number, rate: number) => {
  let passed = 0;
  for (let i = 0; i < n; i++) if (random() < rate) passed++;
  return passed;
};

/** True rates as benchmarks show them: many tasks nearly always fail or pass, some are open. */
const difficulty = (random: Random) => {
  const u = random();
  if (u < 0.35) return 0.03 * random();
  if (u < 0.6) return 1 - 0.05 * random();
  return random();
};
/** Memory turns some tasks, more for the better than for the worse. */
const withMemory = (rate: number, random: Random) => {
  const u = random();
  if (u < 0.1) return rate + (1 - rate) * 0.7;
  return u < 0.14 ? rate * 0.4 : rate;
};
/** Mean of withMemory over difficulty: E rate = 0.35 · 0.015 + 0.25 · 0.975 + 0.4 · 0.5 = 0.449. */
const MEAN_RATE = 0.449;
const TRUE_GAIN = 0.1 * 0.7 * (1 - MEAN_RATE) - 0.04 * 0.6 * MEAN_RATE;

function study(
  tasks: number,
  attempts: number,
  random: Random,
): { outcomes: PairedOutcomes; gains: number[] } {
  const trials = new Array<number>(tasks).fill(attempts);
  const [condition, baseline, gains] = [[], [], []] as number[][];
  for (let t = 0; t < tasks; t++) {
    const rate = difficulty(random);
    const helped = withMemory(rate, random);
    baseline!.push(binomial(random, attempts, rate));
    condition!.push(binomial(random, attempts, helped));
    gains!.push(helped - rate);
  }
  return {
    outcomes: { condition: { passed: condition!, trials }, baseline: { passed: baseline!, trials } },
    gains: gains!,
  };
}

describe('coverage of 95 % intervals', () => {
  it.each([
    [89, 0.3],
    [491, 0.53],
    [100, 0.9],
  ])('of a rate: %d tasks at %d', (n, rate) => {
    const { shares, slack } = coverage(`rate of ${rate} over ${n} tasks`, 4000, (random) => {
      const c = binomial(random, n, rate);
      return {
        Wilson: [wilsonInterval(c, n, 0.95), rate],
        'Clopper–Pearson': [clopperPearsonInterval(c, n, 0.95), rate],
      };
    });
    expect(shares.Wilson).toBeGreaterThan(0.93);
    expect(shares.Wilson).toBeLessThan(0.97);
    expect(shares['Clopper–Pearson']).toBeGreaterThan(0.95 - slack);
  });

  it.each([
    [100, 1],
    [100, 3],
    [491, 3],
  ])('of a paired gain: %d tasks, %d attempts', (tasks, attempts) => {
    const setting = `gain over ${tasks} tasks, ${attempts} attempt(s)`;
    const { shares, slack } = coverage(setting, tasks > 100 ? 500 : 1000, (random) => {
      const { outcomes } = study(tasks, attempts, random);
      const differences = Array.from(
        outcomes.condition.passed,
        (c, t) => (c - outcomes.baseline.passed[t]!) / attempts,
      );
      const seed = Math.floor(random() * 2 ** 31);
      const { pooled } = pairedBootstrap([differences], { resamples: 1000, level: 0.95, seed });
      return { BCa: [pooled, TRUE_GAIN], percentile: [pooled.percentile!, TRUE_GAIN] };
    });
    for (const share of Object.values(shares)) {
      expect(share).toBeGreaterThan(0.93 - slack);
      expect(share).toBeLessThan(0.97 + slack);
    }
  });

  it.each([
    [100, 3],
    [100, 10],
  ])('of a gain when attempts, tasks or both are drawn anew: %d tasks, %d attempts', (tasks, attempts) => {
    const setting = `gain over ${tasks} tasks, ${attempts} attempts`;
    const { shares, slack } = coverage(setting, attempts > 5 ? 300 : 700, (random) => {
      const { outcomes, gains } = study(tasks, attempts, random);
      const onTheseTasks = gains.reduce((a, b) => a + b, 0) / tasks;
      const seed = Math.floor(random() * 2 ** 31);
      const { value } = noiseBootstrap([outcomes], 1, { resamples: 1000, level: 0.95, seed });
      const { prediction, both, data } = value!.pooled;
      return {
        'attempts anew': [prediction.value!, onTheseTasks],
        'tasks anew': [data.percentile!, TRUE_GAIN],
        'both anew': [both.value!, TRUE_GAIN],
      };
    });
    for (const name of ['attempts anew', 'tasks anew']) {
      expect(shares[name]).toBeGreaterThan(0.93 - slack);
      expect(shares[name]).toBeLessThan(0.97 + slack);
    }
    // The noise of attempts counts twice there: an upper bound, and the wider the fewer the attempts.
    expect(shares['both anew']).toBeGreaterThan(shares['tasks anew']!);
    expect(shares['both anew']).toBeGreaterThan(0.95);
  });
});

describe('p-values where nothing differs', () => {
  /** Shares of p-values at most 1, 5, 10, 25 and 50 %, and the mean. */
  function levels(name: string, studies: number, pValue: (random: Random) => number) {
    const random = seededRandom(77);
    const p = Array.from({ length: Math.round(studies * FACTOR) }, () => pValue(random));
    const steps = [0.01, 0.05, 0.1, 0.25, 0.5];
    const shares = steps.map((step) => p.filter((value) => value <= step).length / p.length);
    const mean = p.reduce((a, b) => a + b, 0) / p.length;
    const texts = steps.map((step, i) => `${(100 * shares[i]!).toFixed(1)} % ≤ ${step}`);
    figures.push(`null p of ${name}, ${p.length} studies: ${texts.join(', ')}; mean ${mean.toFixed(3)}`);
    const slack = (step: number) => 3 * Math.sqrt((step * (1 - step)) / p.length);
    return { steps, shares, mean, slack };
  }
  /** Both sides of a task have one true rate. */
  const nullDifferences = (tasks: number, attempts: number, random: Random) =>
    Array.from({ length: tasks }, () => {
      const rate = difficulty(random);
      return (binomial(random, attempts, rate) - binomial(random, attempts, rate)) / attempts;
    });

  it.each([
    ['sign-flip', 600, (d: number[]) => signFlipTest([d], [1], { resamples: 500, seed: 1 }).pValue],
    ['Wilcoxon', 1000, (d: number[]) => wilcoxonSignedRank(d).pValue],
    ['Wilcoxon, Pratt', 1000, (d: number[]) => wilcoxonSignedRank(d, { zeros: 'pratt' }).pValue],
  ] as const)('%s: close to uniform', (name, studies, test) => {
    const { steps, shares, mean, slack } = levels(`${name}, 200 tasks, 10 attempts`, studies, (random) =>
      test(nullDifferences(200, 10, random)),
    );
    steps.forEach((step, i) => {
      expect(Math.abs(shares[i]! - step)).toBeLessThan(slack(step) + 0.02);
    });
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.04);
  });

  it('McNemar: mid-p close to uniform, exact below it', () => {
    const counts = (random: Random) => {
      const d = nullDifferences(300, 1, random);
      return mcNemar(d.filter((x) => x < 0).length, d.filter((x) => x > 0).length);
    };
    const mid = levels('mid-p McNemar, 300 tasks', 2000, (random) => counts(random).midP);
    mid.steps.forEach((step, i) => {
      expect(Math.abs(mid.shares[i]! - step)).toBeLessThan(mid.slack(step) + 0.03);
    });
    expect(Math.abs(mid.mean - 0.5)).toBeLessThan(0.04);
    const exact = levels('exact McNemar, 300 tasks', 2000, (random) => counts(random).exact);
    exact.steps.forEach((step, i) => {
      expect(exact.shares[i]!).toBeLessThan(step + exact.slack(step));
    });
    expect(exact.mean).toBeGreaterThan(mid.mean);
  });
});
