import { describe, expect, it } from 'vitest';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { baselinesByModel, isWithoutMemory, ownModel } from './baselines';
import { computeGains } from './compute-gains';
import { baselineName, type GainsTrial } from './report';

const condition = (id: string, settings: ConditionSettings) => ({ id, label: id, settings });
const conditions = [
  condition('zero-shot', { model: 'small', memoryType: 'none' }),
  condition('insight', { model: 'small', memoryType: 'insight' }),
  condition('Zero shot, large', { model: 'large' }),
  condition('insight, large', { model: 'large', memoryType: 'insight' }),
  condition('insight, other', { model: 'other', memoryType: 'insight' }),
  condition('nobody knows', {}),
];

describe('baselines by model', () => {
  it('compares with the condition without memory of the same model, where it has one', () => {
    expect(baselinesByModel(conditions, 'zero-shot')).toEqual({
      'Zero shot, large': 'Zero shot, large',
      'insight, large': 'Zero shot, large',
    });
    expect(baselinesByModel(conditions, 'insight, other')).toEqual({
      'zero-shot': 'zero-shot',
      insight: 'zero-shot',
      'Zero shot, large': 'Zero shot, large',
      'insight, large': 'Zero shot, large',
    });
    expect(baselinesByModel(conditions.slice(0, 2), 'zero-shot')).toEqual({});
    expect(baselinesByModel(conditions, 'gone')).toEqual({});
  });

  it('knows conditions without memory by their settings before their label', () => {
    expect(isWithoutMemory({ label: 'zero-shot prompt', settings: { memoryType: 'insight' } })).toBe(false);
    expect(isWithoutMemory({ label: 'no_memory', settings: {} })).toBe(true);
    expect(ownModel).not.toMatch(/zero|baseline/);
  });

  it('gives every model the gain over its own, which a difference between models does not move', () => {
    const passes: Record<string, number> = {
      'zero-shot': 2,
      insight: 4,
      'Zero shot, large': 7,
      'insight, large': 8,
      'insight, other': 5,
    };
    const named = conditions.filter(({ id }) => id in passes);
    const trials = named.flatMap(({ id }) =>
      Array.from(
        { length: 10 },
        (_, i): GainsTrial => ({
          ...{ benchmark: 'b', task: `t${i}`, condition: id, exception: false },
          reward: i < passes[id]! ? 1 : 0,
        }),
      ),
    );
    const asked = { trials, conditions: named, baseline: 'zero-shot', passK: 1, threshold: 1, seed: 7 };
    const of = (baselines: Record<string, string>) =>
      computeGains({ ...asked, missing: 'leave-out', resamples: 200, baselines });
    const gainsOf = (report: ReturnType<typeof of>) =>
      report.conditions.map(({ totals }) => totals['task-weighted'].gain?.estimate.value ?? null);
    const own = of(baselinesByModel(named, 'zero-shot'));
    const expected = [null, 0.2, null, 0.1, 0.3];
    gainsOf(own).forEach((gain, i) => {
      if (expected[i] === null) expect(gain).toBeNull();
      else expect(gain).toBeCloseTo(expected[i]!, 12);
    });
    expect(own.conditions.map(({ isBaseline }) => isBaseline)).toEqual([true, false, true, false, false]);
    expect(baselineName(own)).toBe('each model’s own baseline');
    const one = of({});
    expect(gainsOf(one)[3]).toBeCloseTo(0.6, 12);
    expect(baselineName(one)).toBe('zero-shot');
  });
});
