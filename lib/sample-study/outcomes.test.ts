import { expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { memoryTypes } from '@/lib/core/vocabulary';
import { builtInEffects, drawOutcomes, type Outcome, type SampleCondition } from './outcomes';

/** Mean over tasks of the difference of pass rates to zero-shot. */
function measuredEffect(outcomes: readonly Outcome[], condition: SampleCondition): number {
  const rate = (which: SampleCondition) => {
    const some = outcomes.filter((outcome) => outcome.condition === which);
    return some.filter((outcome) => outcome.passed).length / some.length;
  };
  return rate(condition) - rate('zero-shot');
}

it('has the built-in effects as its expectation', () => {
  const studies = Array.from({ length: 200 }, (_, seed) => drawOutcomes(seededRandom(seed)));
  for (const type of memoryTypes) {
    const effects = studies.map((outcomes) => measuredEffect(outcomes, type));
    const mean = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
    const variance = effects.reduce((sum, effect) => sum + (effect - mean) ** 2, 0) / (effects.length - 1);
    const standardError = Math.sqrt(variance / effects.length);
    expect(Math.abs(mean - builtInEffects[type])).toBeLessThan(3.5 * standardError);
    expect(standardError).toBeLessThan(0.003);
  }
});
