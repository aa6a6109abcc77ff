import { groupBy } from '@/lib/core/group-by';
import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import type { Scaling, ScalingPoint, TransferCondition, TransferInput } from './transfer-report';
import { taskKey, taskMeans, toUplift, type UpliftTrial } from './uplifts';

const names: Readonly<Record<Scaling, readonly string[]>> = {
  poolFraction: ['poolFraction', 'pool_fraction'],
  sourceDomains: ['sourceDomains', 'source_domains'],
};

/** `0.5`, `"0.5"` and `"50%"` alike; null for what is no number. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const found = typeof value === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(value) : null;
  return found ? Number(found[1]) / (found[2] === '%' ? 100 : 1) : null;
}

/** What a condition's settings say of the size of its pool: a share in (0, 1], a number of benchmarks ≥ 1, or null. */
export function readScaling(settings: ConditionSettings, scaling: Scaling): number | null {
  const value = names[scaling].map((name) => numberOf(settings[name])).find((one) => one !== null) ?? null;
  if (value === null) return null;
  if (scaling === 'poolFraction') return value > 0 && value <= 1 ? value : null;
  return Number.isInteger(value) && value >= 1 ? value : null;
}

/**
 * Gain over the baseline against the size of the pool: a point for every size and benchmark, and both averages. Conditions
 * of one size are taken together, a task counting once.
 *
 * @param uplifts trials of the conditions that are shown
 * @returns points by size, then benchmark, averages last; empty where no condition carries the setting
 * @complexity O(trials + sizes · benchmarks · resamples)
 */
export function scalingPoints(
  uplifts: readonly UpliftTrial[],
  conditions: readonly TransferCondition[],
  scaling: Scaling,
  { resamples, level, seed }: Pick<TransferInput, 'resamples' | 'level' | 'seed'>,
): ScalingPoint[] {
  const byId = new Map(conditions.map((one) => [one.id, one]));
  const sized = uplifts.filter(({ condition }) => byId.get(condition)?.[scaling] != null);
  const bySize = groupBy(sized, ({ condition }) => byId.get(condition)![scaling]!);
  return [...bySize]
    .sort(([a], [b]) => a - b)
    .flatMap(([x, own]) => {
      const parts = [...groupBy(own, ({ benchmark }) => benchmark)].sort(([a], [b]) => (a < b ? -1 : 1));
      const means = pairedBootstrap(
        parts.map(([, trials]) => taskMeans(trials)),
        { resamples, level, seed },
      );
      const labels = [...new Set(own.map(({ condition }) => byId.get(condition)!.label))];
      const point = (
        benchmark: string | null,
        average: ScalingPoint['average'],
        trials: readonly UpliftTrial[],
        mean: typeof means.pooled,
      ): ScalingPoint => {
        const counts = { taskCount: new Set(trials.map(taskKey)).size, trialCount: trials.length };
        return { x, benchmark, average, conditions: labels, ...toUplift(mean, counts, '') };
      };
      return [
        ...parts.map(([benchmark, trials], i) => point(benchmark, null, trials, means.strata[i]!)),
        point(null, 'task-weighted', own, means.pooled),
        point(null, 'macro', own, means.macro),
      ];
    });
}
