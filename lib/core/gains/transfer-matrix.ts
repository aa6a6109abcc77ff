import { groupBy } from '@/lib/core/group-by';
import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { shrinkToMean } from '@/lib/core/statistics/shrink-to-mean';
import { type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { fewestTasks, type TransferCell, type TransferInput, type TransferMatrix } from './transfer-report';
import { meanOf, taskMeans, toUplift, type UpliftTrial } from './uplifts';

interface Filled {
  key: string;
  values: number[];
}

/**
 * From which benchmark's memories which benchmark's tasks profit: mean uplift of the trials whose prompt held a memory from
 * the source, a task counting once. A prompt with memories of several sources counts for each of them. Every cell is
 * also drawn towards the mean of all (see `shrinkToMean`), with s² = σ²/n from the scatter within all cells together,
 * since a cell of few tasks cannot tell its own.
 *
 * @param trials uplifts of trials with memory
 * @returns uplifts in [−1, 1] with counts; cells without a trial say so
 * @complexity O(trials · sources of a prompt + cells · resamples)
 */
export function transferMatrix(
  trials: readonly UpliftTrial[],
  { resamples, level, seed }: Pick<TransferInput, 'resamples' | 'level' | 'seed'>,
): TransferMatrix {
  const held = trials.flatMap((trial) => trial.sources.map((source) => ({ source, trial })));
  const byCell = groupBy(held, ({ source, trial }) => keyOf(source, trial.benchmark));
  const filled = [...byCell].map(
    ([key, own]): Filled => ({ key, values: taskMeans(own.map(({ trial }) => trial)) }),
  );
  const means =
    filled.length > 0
      ? pairedBootstrap(
          filled.map(({ values }) => values),
          { resamples, level, seed },
        ).strata
      : [];
  const shrunk = shrink(filled, level);
  const place = new Map(filled.map(({ key }, i) => [key, i]));
  const sources = [...new Set(held.map(({ source }) => source))].sort();
  const targets = [...new Set(trials.map(({ benchmark }) => benchmark))].sort();
  const cell = (source: string, target: string): TransferCell => {
    const key = keyOf(source, target);
    const at = place.get(key) ?? -1;
    const taskCount = filled[at]?.values.length ?? 0;
    const counts = { taskCount, trialCount: byCell.get(key)?.length ?? 0 };
    return {
      ...{ source, target, tooFew: taskCount < fewestTasks },
      ...toUplift(means[at], counts, 'no prompt of these tasks held a memory from there'),
      shrunk: shrunk.value?.cells[at] ?? null,
    };
  };
  return {
    ...{ sources, targets },
    cells: sources.flatMap((source) => targets.map((target) => cell(source, target))),
    shrinkage:
      shrunk.value === null
        ? shrunk
        : {
            value: {
              mean: shrunk.value.mean,
              tau: Math.sqrt(shrunk.value.tauSquared),
              method: shrunk.value.tauMethod,
            },
          },
    withoutSource: trials.filter((trial) => trial.sources.length === 0).length,
  };
}

const keyOf = (source: string, target: string): string => `${source}\u0000${target}`;

function shrink(cells: readonly Filled[], level: number): ReturnType<typeof shrinkToMean> {
  const within = varianceWithin(cells.map(({ values }) => values));
  if (within.value === null) return within;
  return shrinkToMean(
    cells.map(({ values }) => ({ estimate: meanOf(values), variance: within.value / values.length })),
    level,
  );
}

/** σ² = Σ (x − x̄ of its cell)² / Σ (n − 1). */
function varianceWithin(cells: readonly number[][]): EstimateOf<number> {
  let [squares, freedom] = [0, 0];
  for (const values of cells) {
    const mean = meanOf(values);
    for (const value of values) squares += (value - mean) ** 2;
    freedom += values.length - 1;
  }
  if (freedom === 0)
    return notEstimable('no cell has two tasks, so that nothing tells how much tasks differ');
  return { value: squares / freedom };
}
