import { describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { type Random, seededRandom } from '@/lib/core/random';
import { memoryTypes } from '@/lib/core/vocabulary';
import type { TrialRecord } from '@/lib/importers/importer';
import { generateSampleStudy } from './generate-sample-study';
import { builtInEffects } from './outcomes';

/** Pass rate of every task under one condition, over the trials that have a verdict. */
function taskRates(trials: readonly TrialRecord[], label: string): Map<string, number> {
  const rewards = new Map<string, number[]>();
  for (const { condition, benchmark, task, reward } of trials) {
    if (condition.label !== label || reward === null) continue;
    const key = `${benchmark}/${task}`;
    rewards.set(key, [...(rewards.get(key) ?? []), reward]);
  }
  return new Map([...rewards].map(([key, list]) => [key, list.reduce((a, b) => a + b, 0) / list.length]));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Percentile bootstrap over tasks: deliberately plain, to stand apart from the project's own statistics. */
function bootstrapInterval(differences: readonly number[], random: Random): { low: number; high: number } {
  const means = Array.from({ length: 4_000 }, () =>
    mean(differences.map(() => differences[Math.floor(random() * differences.length)]!)),
  ).toSorted((a, b) => a - b);
  return { low: means[100]!, high: means[3_899]! };
}

describe('the built-in effects are found again', () => {
  const { trials, baselineLabel } = generateSampleStudy();
  const baseline = taskRates(trials, baselineLabel);
  const intervalOf = (label: string) => {
    const rates = taskRates(trials, label);
    const differences = [...rates].flatMap(([key, rate]) =>
      baseline.has(key) ? [rate - baseline.get(key)!] : [],
    );
    return bootstrapInterval(differences, seededRandom(1));
  };

  it.each(memoryTypes)('%s: within the interval', (type) => {
    const { low, high } = intervalOf(type);
    expect(low).toBeLessThan(builtInEffects[type]);
    expect(high).toBeGreaterThan(builtInEffects[type]);
    expect(high - low).toBeLessThan(0.15);
  });

  it('insight: above zero', () => {
    expect(intervalOf('insight').low).toBeGreaterThan(0);
  });
});

describe('the project’s own gains', () => {
  const { trials, baselineLabel } = generateSampleStudy();
  const labels = [...new Set(trials.map((trial) => trial.condition.label))];
  const report = computeGains({
    trials: trials.map(({ benchmark, task, condition, reward, exception }) => ({
      benchmark,
      task,
      condition: condition.label,
      reward,
      exception: exception !== null,
    })),
    conditions: labels.map((label) => ({ id: label, label })),
    baseline: baselineLabel,
    passK: 1,
    threshold: 1,
    missing: 'leave-out',
    resamples: 2_000,
    seed: 1,
  });

  it.each(memoryTypes)('%s: the interval holds the built-in effect', (type) => {
    const gain = report.conditions.find((condition) => condition.label === type)!.totals['task-weighted']
      .gain!;
    expect(gain.pairedTasks).toBe(112);
    expect(gain.ciLow).toBeLessThan(builtInEffects[type]);
    expect(gain.ciHigh).toBeGreaterThan(builtInEffects[type]);
  });
});
