import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { mcNemar } from './mcnemar';
import { sharesOfGain, smallestMcNemarGain, tasksForMcNemarGain } from './mcnemar-plan';
import { mcNemarPower } from './mcnemar-power';
import { attemptsForPairedGain, cheapestDesign, smallestPairedGain, tasksForPairedGain } from './paired-plan';
import { errorOfGain, pairedPower } from './paired-power';

const goal = { alpha: 0.05, power: 0.8 };
type Row = [tasks: number, lost: number, gained: number, alpha: number, power: number];

describe('mcNemarPower', () => {
  it.each(readGolden<{ mcnemar_power: Row[] }>('gains_statistics').mcnemar_power)(
    'agrees with the sum over scipy’s binomials: %d tasks, %d lost, %d gained, α %d',
    (tasks, lost, gained, alpha, power) => {
      expect(Math.abs(mcNemarPower({ gained, lost }, tasks, alpha) - power)).toBeLessThanOrEqual(1e-9);
    },
  );

  it('is the chance of a significant table, over all tables of a few tasks', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(
        share,
        share,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0.05, 0.0625, 0.3),
        (b, c, n, alpha) => {
          let power = 0;
          for (let lost = 0; lost <= n; lost++) {
            for (let gained = 0; gained + lost <= n; gained++) {
              let ways = 1;
              for (let i = 1; i <= lost; i++) ways *= (n + 1 - i) / i;
              for (let i = 1; i <= gained; i++) ways *= (n - lost + 1 - i) / i;
              const chance = ways * b ** lost * c ** gained * (1 - b - c) ** (n - lost - gained);
              if (mcNemar(lost, gained).exact <= alpha + 1e-12) power += chance;
            }
          }
          expect(mcNemarPower({ gained: c, lost: b }, n, alpha)).toBeCloseTo(power, 9);
        },
      ),
    );
  });

  it('refuses shares that are none', () => {
    expect(mcNemarPower({ gained: 0, lost: 0 }, 50, 0.05)).toBe(0);
    expect(() => mcNemarPower({ gained: 0.7, lost: 0.6 }, 50, 0.05)).toThrow(/that differ/);
    expect(() => mcNemarPower({ gained: Number.NaN, lost: 0.6 }, 50, 0.05)).toThrow(/gained/);
    expect(() => mcNemarPower({ gained: 0.1, lost: 0.1 }, 2.5, 0.05)).toThrow(/tasks/);
  });
});

describe('plans for one attempt', () => {
  const design = { baselineRate: 0.52, discordance: 0.15 };

  it('find the gain whose power is just enough', () => {
    const { value } = smallestMcNemarGain(design, 491, goal);
    const power = (gain: number) => mcNemarPower(sharesOfGain(design, gain).value!, 491, 0.05);
    expect(power(value!)).toBeGreaterThanOrEqual(0.8);
    expect(power(value! - 1e-6)).toBeLessThan(0.8);
    // The normal formula (z + z)√δ/√n, less what the exact test loses by being conservative.
    expect(value! / ((2.8016 * Math.sqrt(0.15)) / Math.sqrt(491))).toBeGreaterThan(1);
    expect(value! / ((2.8016 * Math.sqrt(0.15)) / Math.sqrt(491))).toBeLessThan(1.1);
  });

  it('find the tasks at which that gain is found', () => {
    for (const gain of [0.05, 0.1]) {
      const { value } = tasksForMcNemarGain(design, gain, goal);
      const power = (tasks: number) => mcNemarPower(sharesOfGain(design, gain).value!, tasks, 0.05);
      for (let more = 0; more <= 10; more++) expect(power(value! + more)).toBeGreaterThanOrEqual(0.8);
      expect(power(Math.floor(value! * 0.97))).toBeLessThan(0.8);
      expect(smallestMcNemarGain(design, value!, goal).value!).toBeLessThanOrEqual(gain + 1e-8);
    }
  });

  it('can fix what is lost instead of what differs', () => {
    const shares = sharesOfGain({ baselineRate: 0.5, lost: 0.04 }, 0.06).value!;
    expect(shares.gained).toBeCloseTo(0.1, 14);
    expect(tasksForMcNemarGain({ baselineRate: 0.5, lost: 0 }, 0.06, goal).value!).toBeLessThan(
      tasksForMcNemarGain({ baselineRate: 0.5, lost: 0.04 }, 0.06, goal).value!,
    );
    // Nothing is lost: six discordant tasks are the least that can be significant.
    expect(tasksForMcNemarGain({ baselineRate: 0, lost: 0 }, 1, goal).value).toBe(6);
  });

  it('say what cannot be', () => {
    expect(smallestMcNemarGain(design, 12, goal).reason).toMatch(/even a gain of 15 %/);
    expect(sharesOfGain(design, 0.2).reason).toMatch(/more than the 15 %/);
    expect(sharesOfGain({ baselineRate: 0.95, discordance: 0.15 }, 0.1).reason).toMatch(/cannot be gained/);
    expect(sharesOfGain({ baselineRate: 0.01, discordance: 0.15 }, 0.05).reason).toMatch(/cannot be lost/);
    expect(smallestMcNemarGain({ baselineRate: 1, lost: 0.1 }, 100, goal).reason).toBeTruthy();
    expect(smallestMcNemarGain({ baselineRate: 0.1, lost: 0.2 }, 100, goal).reason).toMatch(/cannot be lost/);
    expect(tasksForMcNemarGain(design, 0, goal).reason).toMatch(/gain of 0/);
    expect(tasksForMcNemarGain(design, 0.0005, goal).reason).toMatch(/more than 20,000/);
    expect(() => tasksForMcNemarGain(design, Number.NaN, goal)).toThrow(/gain/);
    expect(() => smallestMcNemarGain(design, 10, { alpha: 0.05, power: 80 })).toThrow(RangeError);
  });
});

describe('plans for several attempts', () => {
  const variance = { task: 0.02, attempt: 0.2 };

  it('turn each other round', () => {
    const { value: gain } = smallestPairedGain(variance, 100, 5, goal);
    expect(pairedPower(gain!, errorOfGain(variance, 100, 5), 100, 0.05)).toBeCloseTo(0.8, 8);
    expect(tasksForPairedGain(variance, gain!, 5, goal).value).toBe(100);
    expect(attemptsForPairedGain(variance, gain!, 100, goal).value).toBe(5);
    // z + z over the error, a little more for Student's t.
    expect(gain! / (2.8016 * Math.sqrt(0.06 / 100))).toBeCloseTo(1.01, 2);
  });

  it('is near the power of the t test itself', () => {
    // scipy: nct.sf(t, 19, m) + nct.cdf(-t, 19, m) with m = √20 / 1.5 and t = t.ppf(0.975, 19).
    expect(Math.abs(pairedPower(1, 1.5 / Math.sqrt(20), 20, 0.05) - 0.8072916797687589)).toBeLessThan(0.02);
  });

  it('say when no number of attempts helps', () => {
    expect(attemptsForPairedGain(variance, 0.02, 100, goal).reason).toMatch(/endless attempts/);
    expect(attemptsForPairedGain({ task: 0, attempt: 0.2 }, 0.02, 100, goal).value).toBe(40);
    expect(tasksForPairedGain(variance, 1e-5, 1, goal).reason).toMatch(/1,000,000/);
    expect(smallestPairedGain({ task: 1, attempt: 0 }, 2, 1, goal).reason).toMatch(/even a gain of 100 %/);
    expect(attemptsForPairedGain({ task: 0, attempt: 0 }, 0.02, 2, goal).value).toBe(1);
    expect(() => attemptsForPairedGain(variance, -0.1, 10, goal)).toThrow(/above 0/);
    expect(() => tasksForPairedGain({ task: -1, attempt: 0 }, 0.1, 1, goal)).toThrow(/variances/);
  });

  it('choose the cheapest design by trying all', () => {
    const limits = { mostTasks: 200, mostAttempts: 12, costPerPair: 0.5, costPerTask: 3 };
    const { value } = cheapestDesign(variance, 0.05, limits, goal);
    let least = Infinity;
    for (let tasks = 2; tasks <= 200; tasks++) {
      for (let attempts = 1; attempts <= 12; attempts++) {
        if (pairedPower(0.05, errorOfGain(variance, tasks, attempts), tasks, 0.05) >= 0.8)
          least = Math.min(least, tasks * (3 + 0.5 * attempts));
      }
    }
    expect(value!.cheapest.cost).toBe(least);
    expect(value!.cheapest.trials).toBe(2 * value!.cheapest.tasks * value!.cheapest.attempts);
    const free = cheapestDesign(variance, 0.05, { ...limits, costPerTask: 0, mostTasks: 10_000 }, goal);
    expect(free.value!.cheapest.attempts).toBe(1);
    expect(cheapestDesign(variance, 0.05, { ...limits, mostTasks: 20 }, goal).reason).toMatch(/endless/);
    expect(
      cheapestDesign(variance, 0.05, { ...limits, mostTasks: 80, mostAttempts: 2 }, goal).reason,
    ).toMatch(/attempts each/);
    expect(() => cheapestDesign(variance, 0.05, { ...limits, costPerPair: 0 }, goal)).toThrow(/costs/);
  });
});
