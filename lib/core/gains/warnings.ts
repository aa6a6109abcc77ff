import type { ConditionGains, GainsReport } from './report';

/** What a reader should know before believing the numbers, as sentences. */
export function warningsOf(report: Omit<GainsReport, 'warnings'>): string[] {
  return report.conditions.flatMap((condition) => conditionWarnings(condition, report));
}

function conditionWarnings(
  condition: ConditionGains,
  { settings, benchmarks }: Omit<GainsReport, 'warnings'>,
): string[] {
  const name = `“${condition.label}”`;
  const total = condition.totals['task-weighted'];
  if (total.trialCount === 0) return [`${name} has no trials.`];
  const warnings: string[] = [];
  const gain = total.gain;

  if (total.trialsWithoutReward > 0) {
    const treated = settings.missing === 'failure' ? 'count as failures' : 'are left out';
    warnings.push(
      `${total.trialsWithoutReward} of ${total.trialCount} trials of ${name} have no reward and ${treated}.`,
    );
  }
  if (total.tasksNotEstimable > 0) {
    warnings.push(
      `${total.tasksNotEstimable} of ${total.taskCount} tasks of ${name} have fewer than ${settings.passK} counted trials: ` +
        `pass@${settings.passK} leaves them out.`,
    );
  }
  const covered = condition.cells.filter((cell) => cell.rate.estimate.value !== null).length;
  if (covered < benchmarks.length) {
    warnings.push(
      `${name} has a rate in ${covered} of ${benchmarks.length} benchmarks; its averages are over those alone.`,
    );
  }
  if (!gain) return warnings;

  if (gain.pairedTasks === 0) warnings.push(`${name} shares no task with the baseline, so it has no gain.`);
  else if (gain.onlyBaselineTasks + gain.onlyConditionTasks > 0) {
    warnings.push(
      `The gain of ${name} rests on ${gain.pairedTasks} shared tasks; ${gain.onlyBaselineTasks} have a rate only under the ` +
        `baseline and ${gain.onlyConditionTasks} only under ${name}.`,
    );
  }
  const byTask = gain.estimate.value ?? 0;
  const byBenchmark = condition.totals.macro.gain?.estimate.value ?? 0;
  if (byTask * byBenchmark < 0) {
    const [better, worse] = byTask > 0 ? ['task-weighted', 'macro'] : ['macro', 'task-weighted'];
    warnings.push(
      `${name} gains by the ${better} average and loses by the ${worse} one: say which is meant.`,
    );
  }
  return warnings;
}
