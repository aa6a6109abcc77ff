import { missingLabels } from '@/lib/core/gains/missing';
import type { Average, GainsReport, IntervalBasis, Noise } from '@/lib/core/gains/report';

const resampled: Record<Noise, (attempts: string) => string> = {
  data: (attempts) => `tasks resampled within each benchmark, ${attempts} per task not resampled`,
  attempts: (attempts) => `${attempts} per task resampled, tasks as they are`,
  both: (attempts) =>
    `tasks resampled within each benchmark, then their ${attempts}; counts attempts twice, so an upper bound`,
};

const asks: Record<Noise, string> = {
  data: 'how far a number would move on other tasks like these',
  attempts: 'how far it would move on these tasks with other attempts',
  both: 'how far it would move on other tasks with other attempts',
};

/** How the intervals on the page were made: level, method, unit of resampling, tasks and attempts. */
export function intervalCaption(report: GainsReport, average: Average): string {
  const { settings } = report;
  const bases = report.conditions.flatMap((c) => [
    c.totals[average].gain?.interval ?? [],
    c.totals[average].rate.interval ?? [],
  ]);
  const basis = bases.flat().find(Boolean) as IntervalBasis | undefined;
  if (!basis) return 'No interval could be made from these trials.';
  const { min, max } = basis.attempts;
  const attempts = min === max ? `${min} attempt${min === 1 ? '' : 's'}` : `${min} to ${max} attempts`;
  const refused =
    settings.noise !== 'data' &&
    report.conditions.every(({ totals }) => (totals[average].gain ?? totals[average].rate).ciLow === null)
      ? ` No limits: ${basis.reason}.`
      : '';
  return (
    `${Math.round(basis.level * 100)} % intervals, ${basis.method} bootstrap of ${settings.resamples.toLocaleString('en-US')} resamples ` +
    `(${resampled[settings.noise](attempts)}): ${asks[settings.noise]}; ${basis.taskCount} tasks, seed ${settings.seed}.${refused} ` +
    `Rewards of ${settings.threshold} or more pass; trials without a reward: ${missingLabels[settings.missing]}. ` +
    `Average: ${average === 'macro' ? 'every benchmark counts once (macro)' : 'every task counts once (task-weighted)'}.`
  );
}
