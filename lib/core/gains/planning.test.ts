import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { smallestMcNemarGain } from '@/lib/core/statistics/mcnemar-plan';
import { computeNoiseBudget, type NoiseBudgetInput } from './noise-budget';
import { computePlan, type PlanAssumptions } from './plan';
import type { GainsTrial } from './report';

const goal = { alpha: 0.05, power: 0.8 };
const conditions = [
  { id: 'base', label: 'zero-shot' },
  { id: 'own', label: 'insight' },
];

function budgetOf(trials: GainsTrial[], change: Partial<NoiseBudgetInput> = {}) {
  return computeNoiseBudget({
    ...{ trials, conditions, baseline: 'base', condition: 'own', threshold: 1, missing: 'leave-out', goal },
    ...change,
  });
}

const trial = (benchmark: string, task: number, condition: string, passed: boolean | null): GainsTrial => ({
  ...{ benchmark, task: `t${task}`, condition, exception: false },
  reward: passed === null ? null : passed ? 1 : 0,
});

/** Tasks with rates of their own under both conditions, drawn, and attempts at them. */
function drawn(benchmark: string, tasks: number, attempts: number, seed: number): GainsTrial[] {
  const random = seededRandom(seed);
  return Array.from({ length: tasks }, (_, t) => {
    const rate = 0.3 + 0.3 * random();
    const effect = 0.5 * (random() - 0.5) + 0.08;
    return ['base', 'own'].flatMap((condition) =>
      Array.from({ length: attempts }, () =>
        trial(benchmark, t, condition, random() < rate + (condition === 'own' ? effect : 0)),
      ),
    );
  }).flat();
}

describe('the noise budget', () => {
  it('finds the components that trials were drawn with', () => {
    const { rows } = budgetOf(drawn('alpha', 20_000, 3, 5));
    const { components, variance, attempts, discordance } = rows[0]!;
    expect(attempts).toEqual({ min: 3, max: 3, typical: 3 });
    // Uniform rates: three tenths wide, and half a unit for the effect.
    expect(Math.abs(components.value!.task.variance - 0.3 ** 2 / 12)).toBeLessThan(0.003);
    expect(Math.abs(2 * components.value!.interaction.variance - 0.5 ** 2 / 12)).toBeLessThan(0.004);
    // A difference of single attempts is −1, 0 or 1: its variance is δ − g².
    const whole = variance.value!.task + variance.value!.attempt;
    expect(whole).toBeCloseTo(discordance.value! - rows[0]!.gain.value! ** 2, 3);
  });

  it('says what one more attempt and fifty more tasks buy, never a loss', () => {
    const { rows } = budgetOf([...drawn('alpha', 80, 3, 1), ...drawn('beta', 60, 3, 2)]);
    expect(rows.map((row) => row.benchmark)).toEqual(['alpha', 'beta', null]);
    expect(rows[2]!.tasks).toBe(140);
    for (const { smallest } of rows) {
      expect(smallest.asIs.value!).toBeGreaterThan(0);
      expect(smallest.oneMoreAttempt.value!).toBeLessThanOrEqual(smallest.asIs.value!);
      expect(smallest.moreTasks.value!).toBeLessThan(smallest.asIs.value!);
    }
    expect(rows[2]!.smallest.asIs.value!).toBeLessThan(rows[0]!.smallest.asIs.value!);
  });

  it('plans single attempts by the exact test and says what they cannot tell', () => {
    const trials = Array.from({ length: 100 }, (_, t) => [
      trial('alpha', t, 'base', t % 2 === 0),
      trial('alpha', t, 'own', t % 5 === 0 ? t % 2 !== 0 : t % 2 === 0),
    ]).flat();
    const [row] = budgetOf(trials).rows;
    expect(row!.discordance.value).toBeCloseTo(0.2, 12);
    expect(row!.smallest.asIs).toEqual(
      smallestMcNemarGain({ baselineRate: 0.5, discordance: 0.2 }, 100, goal),
    );
    expect(row!.smallest.oneMoreAttempt.reason).toMatch(/no task has 2 attempts/);
    expect(row!.attemptShare.reason).toMatch(/no task has 2 attempts/);
  });

  it('answers odd data with reasons, never NaN', () => {
    const [empty] = budgetOf([trial('alpha', 1, 'base', true)]).rows;
    expect(empty).toMatchObject({ tasks: 0, gain: { value: null } });
    const [missing] = budgetOf([trial('alpha', 1, 'base', null), trial('alpha', 1, 'own', true)]).rows;
    expect(missing!.tasks).toBe(0);
    const same = Array.from({ length: 10 }, (_, t) =>
      ['base', 'own', 'base', 'own'].map((condition) => trial('alpha', t, condition, true)),
    ).flat();
    const [all] = budgetOf(same).rows;
    expect(all!.smallest.asIs.reason).toMatch(/neither tasks nor attempts differ/);
    expect(all!.smallest.oneAttempt.reason).toMatch(/no pair of attempts differs/);
    const [one] = budgetOf(drawn('alpha', 1, 3, 4)).rows;
    expect(one!.components.reason).toMatch(/at least 2 tasks/);
    expect(JSON.stringify([empty, missing, all, one])).not.toMatch(/NaN|Infinity/);
  });
});

const assumptions: PlanAssumptions = {
  ...{ ...goal, gain: 0.05, baselineRate: 0.52, discordance: 0.15, attemptShare: 0.8 },
  ...{ tasks: 491, attempts: 3, costPerTrial: 0.5, costPerTask: 0, mostTasks: 5_000, mostAttempts: 10 },
};

describe('a plan', () => {
  it('turns round: the tasks needed find the gain, the attempts needed do', () => {
    const plan = computePlan(assumptions);
    const tasks = plan.tasksNeeded.value!;
    expect(computePlan({ ...assumptions, tasks }).power.value!).toBeGreaterThanOrEqual(0.8);
    expect(computePlan({ ...assumptions, tasks: tasks - 1 }).power.value!).toBeLessThan(0.8);
    const fewer = computePlan({ ...assumptions, tasks: 300, attempts: 1 });
    const attempts = fewer.attemptsNeeded.value!;
    expect(attempts).toBeGreaterThan(1);
    expect(computePlan({ ...assumptions, tasks: 300, attempts }).power.value!).toBeGreaterThanOrEqual(0.8);
    expect(plan.cost).toBe(491 * 2 * 3 * 0.5);
  });

  it('chooses no design that another of its own undercuts, each with the wanted power and within limits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.12, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (gain, attemptShare, costPerTask) => {
          const { designs } = computePlan({ ...assumptions, gain, attemptShare, costPerTask });
          if (designs.value === null) return expect(designs.reason).toBeTruthy();
          for (const design of designs.value.byAttempts) {
            expect(design.cost).toBeGreaterThanOrEqual(designs.value.cheapest.cost);
            expect(design.power).toBeGreaterThanOrEqual(0.8 - 1e-9);
            expect(design.tasks).toBeLessThanOrEqual(5_000);
            expect(design.cost).toBeCloseTo(design.tasks * (costPerTask + design.attempts), 6);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('finds more with more tasks, more attempts and larger gains', () => {
    const { byTasks, byGain } = computePlan(assumptions).curves;
    expect(byTasks.map(({ attempts }) => attempts)).toEqual([1, 3, 6]);
    for (const { points, attempts } of [...byTasks, ...byGain]) {
      for (let i = 1; i < points.length; i++) {
        expect(points[i]!.x).toBeGreaterThan(points[i - 1]!.x);
        // Exact power is slightly ragged in the number of tasks.
        if (points[i]!.power === null || points[i - 1]!.power === null) continue;
        expect(points[i]!.power! - points[i - 1]!.power!).toBeGreaterThan(attempts === 1 ? -0.03 : -1e-9);
      }
    }
    expect(byGain[0]!.points.at(-1)!.power!).toBeGreaterThan(0.99);
  });

  it('answers what no study can have with the reason, and refuses what is no number', () => {
    const impossible = computePlan({ ...assumptions, gain: 0.2 });
    for (const answer of [
      impossible.power,
      impossible.tasksNeeded,
      impossible.attemptsNeeded,
      impossible.designs,
    ])
      expect(answer.reason).toMatch(/more than the 15 % of tasks that differ/);
    expect(JSON.stringify(impossible)).not.toMatch(/NaN/);
    expect(computePlan({ ...assumptions, attemptShare: 0, tasks: 50 }).attemptsNeeded.reason).toMatch(
      /endless/,
    );
    expect(() => computePlan({ ...assumptions, gain: Number.NaN })).toThrow(/wanted gain/);
    expect(() => computePlan({ ...assumptions, tasks: 1 })).toThrow(/tasks/);
    expect(() => computePlan({ ...assumptions, costPerTrial: 0 })).toThrow(/costs/);
    expect(() => computePlan({ ...assumptions, power: 80 })).toThrow(RangeError);
  });
});
