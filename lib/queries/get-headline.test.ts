import { describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { toHeadline } from './get-headline';

const trials = (condition: string, tasks: number, passed: (task: number) => boolean) =>
  Array.from({ length: tasks }, (_, i) => ({
    benchmark: 'b',
    task: `t${i}`,
    condition,
    reward: passed(i) ? 1 : 0,
    exception: false,
  }));

const report = (...given: ReturnType<typeof trials>[]) =>
  computeGains({
    trials: given.flat(),
    conditions: [...new Set(given.flat().map((t) => t.condition))].map((id) => ({ id, label: id })),
    baseline: 'zero-shot',
    passK: 1,
    threshold: 1,
    missing: 'leave-out',
    resamples: 200,
    seed: 7,
  });

describe('toHeadline', () => {
  it('makes no headline of a gain that no test could confirm', () => {
    const headline = toHeadline(
      report(
        trials('zero-shot', 20, (i) => i > 9),
        trials('lucky', 5, () => true),
        trials('insight', 20, (i) => i > 6),
      ),
    );
    expect(headline.gains.map((g) => [g.label, g.gain.estimate.value])).toEqual([
      ['lucky', expect.closeTo(1)],
      ['insight', expect.closeTo(0.15)],
    ]);
    expect(headline.best?.label).toBe('insight');
    expect(headline.reason).toBe('');
  });

  it('says what is missing when every gain rests on too few tasks', () => {
    const headline = toHeadline(
      report(
        trials('zero-shot', 5, () => false),
        trials('insight', 5, () => true),
      ),
    );
    expect(headline.best).toBeNull();
    expect(headline.reason).toMatch(/6 paired tasks or more/);
  });

  it('counts the conditions that share no task with the baseline', () => {
    const elsewhere = trials('elsewhere', 5, () => true).map((t) => ({ ...t, task: `other-${t.task}` }));
    const headline = toHeadline(
      report(
        trials('zero-shot', 5, () => false),
        elsewhere,
      ),
    );
    expect(headline).toMatchObject({
      gains: [],
      apart: 1,
      best: null,
      reason: 'No other condition shares tasks with the baseline.',
    });
  });
});
