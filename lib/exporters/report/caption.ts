import { missingWords } from '@/lib/core/gains/missing';
import type { Average, GainsReport } from '@/lib/core/gains/report';

/** How the intervals of a report were made, as the sentence under its tables and figures. */
export function reportCaption({ conditions, settings }: GainsReport, average: Average): string {
  const intervals = conditions.flatMap(
    ({ totals }) => totals[average].gain?.interval ?? totals[average].rate.interval ?? [],
  );
  if (intervals.length === 0) return 'No interval could be made from these trials.';
  const methods = [...new Set(intervals.map(({ method }) => method))].join(' or ');
  const tasks = range(
    intervals.map(({ taskCount }) => ({ min: taskCount, max: taskCount })),
    'task',
  );
  const attempts = range(
    intervals.map((interval) => interval.attempts),
    'attempt',
  );
  return (
    `${Number((settings.level * 100).toFixed(2))} % intervals, ${methods}, ${settings.resamples.toLocaleString('en-US')} resamples, seed ${settings.seed}. ` +
    `Unit of resampling: the task, within each benchmark; ${tasks} per condition, ${attempts} per task, not resampled. ` +
    `Trials without a reward ${missingWords[settings.missing]}. ` +
    `Average: ${average === 'macro' ? 'every benchmark counts once (macro)' : 'every task counts once (task-weighted)'}.`
  );
}

function range(values: readonly { min: number; max: number }[], noun: string): string {
  const min = Math.min(...values.map((value) => value.min));
  const max = Math.max(...values.map((value) => value.max));
  return min === max ? `${min} ${noun}${min === 1 ? '' : 's'}` : `${min} to ${max} ${noun}s`;
}
