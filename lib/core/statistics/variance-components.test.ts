import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialProbability } from './binomial';
import { pairedVarianceComponents, varianceComponents } from './variance-components';

/** Every table of two tasks with these trials, and how likely it is when their true rates are p. */
function* tables(trials: readonly number[], p: readonly number[]) {
  for (let first = 0; first <= trials[0]!; first++) {
    for (let second = 0; second <= trials[1]!; second++) {
      const probability =
        binomialProbability(first, trials[0]!, p[0]!) * binomialProbability(second, trials[1]!, p[1]!);
      yield { counts: { passed: [first, second], trials }, probability };
    }
  }
}

describe('varianceComponents', () => {
  it('are those of the analysis of variance where tasks have equally many attempts', () => {
    const passed = fc.array(fc.nat(4), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(passed, (c) => {
        const { value } = varianceComponents({ passed: c, trials: c.map(() => 4) });
        const mean = c.reduce((a, b) => a + b, 0) / c.length / 4;
        const between = (4 * c.reduce((s, x) => s + (x / 4 - mean) ** 2, 0)) / (c.length - 1);
        const within = c.reduce((s, x) => s + x * (1 - x / 4), 0) / (3 * c.length);
        expect(value!.attempt.unbiased).toBeCloseTo(within, 12);
        expect(value!.task.unbiased).toBeCloseTo((between - within) / 4, 12);
        expect(value!.task.variance).toBe(Math.max(0, value!.task.unbiased));
        expect(value!.task.cut).toBe(value!.task.unbiased < 0);
      }),
    );
  });

  it.each([
    [
      [2, 5],
      [0.3, 0.9],
    ],
    [
      [3, 3],
      [0.5, 0.5],
    ],
    [
      [7, 2],
      [0.1, 0.6],
    ],
  ])('are right on average over every table: trials %j, true rates %j', (trials, p) => {
    let [task, attempt] = [0, 0];
    for (const { counts, probability } of tables(trials!, p!)) {
      const { value } = varianceComponents(counts);
      task += probability * value!.task.unbiased;
      attempt += probability * value!.attempt.unbiased;
    }
    expect(task).toBeCloseTo((p![0]! - p![1]!) ** 2 / 2, 10);
    expect(attempt).toBeCloseTo((p![0]! * (1 - p![0]!) + p![1]! * (1 - p![1]!)) / 2, 10);
  });

  it('are right on average for two conditions', () => {
    const [p, q] = [
      [0.2, 0.7],
      [0.4, 0.5],
    ];
    let [task, interaction] = [0, 0];
    for (const condition of tables([3, 2], p!)) {
      for (const baseline of tables([2, 4], q!)) {
        const outcomes = { condition: condition.counts, baseline: baseline.counts };
        const { value } = pairedVarianceComponents(outcomes);
        task += condition.probability * baseline.probability * value!.task.unbiased;
        interaction += condition.probability * baseline.probability * value!.interaction.unbiased;
      }
    }
    expect(task).toBeCloseTo(((0.2 - 0.7) * (0.4 - 0.5)) / 2, 10);
    expect(interaction).toBeCloseTo((-0.2 - 0.2) ** 2 / 2 / 2, 10);
  });

  it('gives a task with one attempt the variance of the others', () => {
    const { value } = varianceComponents({ passed: [1, 2, 0], trials: [1, 4, 3] });
    expect(value!.attempt.unbiased).toBeCloseTo((1 / 3 + 0) / 2, 12);
    const errors = (1 / 6 + 1 / 12 + 0) / 3;
    expect(value!.task.unbiased).toBeCloseTo(1 / 4 - errors, 12);
  });

  it('reports nothing below 0, and says what it cut', () => {
    const { value } = varianceComponents({ passed: [1, 1], trials: [2, 2] });
    expect(value!.task).toEqual({ variance: 0, unbiased: -0.25, cut: true });
    const same = varianceComponents({ passed: [2, 2], trials: [2, 2] }).value!;
    expect(same.task).toEqual({ variance: 0, unbiased: 0, cut: false });
    expect(same.attempt.variance).toBe(0);
  });

  it('says why there are none', () => {
    expect(varianceComponents({ passed: [1], trials: [3] }).reason).toMatch(/at least 2 tasks/);
    expect(varianceComponents({ passed: [1, 0], trials: [1, 1] }).reason).toMatch(/no task has 2 attempts/);
    expect(varianceComponents({ passed: [1, 0], trials: [2, 0] }).reason).toMatch(/1 of 2 tasks/);
    expect(() => varianceComponents({ passed: [3, 0], trials: [2, 2] })).toThrow(/failed trials/);
    expect(() => varianceComponents({ passed: [Number.NaN, 0], trials: [2, 2] })).toThrow(/whole number/);
    const side = { passed: [1, 0], trials: [2, 2] };
    const short = { passed: [1], trials: [2] };
    expect(() => pairedVarianceComponents({ condition: side, baseline: short })).toThrow(RangeError);
    expect(pairedVarianceComponents({ condition: short, baseline: short }).reason).toMatch(/2 tasks/);
  });
});
