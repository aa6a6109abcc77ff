import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics } from './index';
import { passAtK } from './pass-at-k';
import { passHatK } from './pass-hat-k';

const trials = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

describe.each(Object.entries(metrics))('law of metrics: %s', (id, metric) => {
  it('is registered under its id', () => {
    expect(metric.id).toBe(id);
  });

  it('stays in its range and ignores the order of trials', () => {
    fc.assert(
      fc.property(trials, fc.integer({ min: 1, max: 12 }), (passed, k) => {
        const { value } = metric.compute({ passed, k });
        if (value === null) return;
        expect(value).toBeGreaterThanOrEqual(metric.range[0]);
        expect(value).toBeLessThanOrEqual(metric.range[1]);
        expect(metric.compute({ passed: [...passed].reverse(), k }).value).toBe(value);
      }),
    );
  });

  it('never falls when a failure becomes a pass', () => {
    fc.assert(
      fc.property(trials, fc.integer({ min: 1, max: 12 }), (passed, k) => {
        const firstFailure = passed.indexOf(false);
        fc.pre(firstFailure >= 0);
        const before = metric.compute({ passed, k });
        const after = metric.compute({ passed: passed.with(firstFailure, true), k });
        if (before.value !== null) expect(after.value!).toBeGreaterThanOrEqual(before.value);
      }),
    );
  });

  it('says why when there is no trial', () => {
    const estimate = metric.compute({ passed: [], k: 1 });
    expect(estimate.value).toBeNull();
    expect(estimate.reason).toMatch(/trial/);
  });
});

describe('the metrics folder', () => {
  it('has every file in its table of contents', () => {
    const files = readdirSync(import.meta.dirname).filter((f) => !/test|index|metric\.ts/.test(f));
    expect(files).toHaveLength(Object.keys(metrics).length);
  });
});

describe('passHatK', () => {
  it('mirrors pass@k: all pass exactly when no failure is drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(30), fc.integer({ min: 1, max: 10 }), (n, c, k) => {
        fc.pre(c <= n && k <= n);
        expect(passHatK(c, n, k).value!).toBeCloseTo(1 - passAtK(n - c, n, k).value!, 12);
      }),
    );
  });
});
