import { randomEffects } from '@/lib/core/statistics/random-effects';
import { notEstimable } from '@/lib/core/vocabulary';
import type { AcrossBenchmarks, Gain } from './report';

/** Errors below this are 0 but for rounding. */
const NONE = 1e-12;

/**
 * The random-effects mean of a condition's gains over benchmarks, with their errors as given.
 *
 * A benchmark whose gain has no standard error is left out by name: where no task differs, resampling sees no error, and
 * it would be given all of the weight. That takes gains of 0 out of the mean, so whoever reads it must know.
 *
 * @param gains  one per benchmark, in the order of the names
 */
export function acrossBenchmarks(
  names: readonly string[],
  gains: readonly Gain[],
  level: number,
): AcrossBenchmarks {
  const leftOut: AcrossBenchmarks['leftOut'] = [];
  const effects = gains.flatMap(({ estimate, standardError, pairedTasks, interval }, i) => {
    const benchmark = names[i]!;
    if (estimate.value === null) {
      leftOut.push({ benchmark, reason: estimate.reason });
      return [];
    }
    if (standardError === null || standardError < NONE) {
      const alike = pairedTasks === 1 ? 'one task has no scatter' : 'all tasks differ alike, or none does';
      const reason = interval?.noise === 'data' || !interval?.reason ? alike : interval.reason;
      leftOut.push({ benchmark, reason });
      return [];
    }
    return [{ name: benchmark, estimate: estimate.value, standardError }];
  });
  if (effects.length < 2) {
    const reason = `a mean over benchmarks needs at least 2 whose gain has a standard error, got ${effects.length}`;
    return { randomEffects: notEstimable(reason), leftOut };
  }
  return { randomEffects: randomEffects(effects, level), leftOut };
}
