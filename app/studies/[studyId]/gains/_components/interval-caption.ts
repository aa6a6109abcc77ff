import type { Average, GainsReport } from '@/lib/core/gains/report';

/** How the intervals on the page were made, in one sentence. */
export function intervalCaption(report: GainsReport, average: Average): string {
  const { settings } = report;
  const gains = report.conditions.flatMap((c) => c.totals[average].gain?.interval ?? []);
  const basis = gains[0] ?? report.conditions.flatMap((c) => c.totals[average].rate.interval ?? [])[0];
  if (!basis) return 'No interval could be made from these trials.';
  const { min, max } = basis.attempts;
  const attempts = min === max ? `${min} attempt${min === 1 ? '' : 's'}` : `${min} to ${max} attempts`;
  return (
    `${Math.round(basis.level * 100)} % intervals, ${basis.method} bootstrap of ${settings.resamples.toLocaleString('en-US')} resamples ` +
    `(tasks resampled within each benchmark, ${attempts} per task not resampled), seed ${settings.seed}. ` +
    `Rewards of ${settings.threshold} or more pass. Average: ${average === 'macro' ? 'every benchmark counts once (macro)' : 'every task counts once (task-weighted)'}.`
  );
}
