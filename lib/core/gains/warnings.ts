import { type MissingCounts, missingWarning, stateLabels, touchedBy } from './missing';
import type { ConditionGains, GainsReport } from './report';

type Answered = Omit<GainsReport, 'warnings'>;

/** What a reader should know before believing the numbers, as sentences. */
export function warningsOf(report: Answered): string[] {
  return [...ofAll(report), ...report.conditions.flatMap((condition) => ofCondition(condition, report))];
}

const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

function ofAll({ conditions, settings, missing }: Answered): string[] {
  const warnings: string[] = [];
  const totals = conditions.map(({ totals }) => totals['task-weighted']);
  if (
    totals.some(({ trialCount }) => trialCount > 0) &&
    totals.every(({ rate }) => rate.estimate.value === null) &&
    settings.passK > 1
  )
    warnings.push(
      `pass@${settings.passK} is refused: no task has ${settings.passK} counted trials under any condition. Choose a smaller k.`,
    );
  const withoutReward = missingWarning(missing, settings.missing);
  return withoutReward === null ? warnings : [...warnings, withoutReward];
}

/** The trials without a reward, by what became of them: "2 ran out of time". */
const inWords = (missing: MissingCounts): string =>
  (Object.keys(stateLabels) as (keyof MissingCounts)[])
    .filter((state) => missing[state] > 0)
    .map((state) => `${missing[state]} ${stateLabels[state]}`)
    .join(', ');

function ofCondition(condition: ConditionGains, { settings, benchmarks }: Answered): string[] {
  const name = `“${condition.label}”`;
  const total = condition.totals['task-weighted'];
  if (total.trialCount === 0) return [`${name} has no trials.`];
  const warnings: string[] = [];
  if (total.trialsWithoutReward > 0) {
    const { failed, leftOut } = touchedBy(total.missing, settings.missing);
    const treated =
      failed === 0
        ? 'are left out'
        : leftOut === 0
          ? 'count as failures'
          : `${failed} count as failures and ${leftOut} are left out`;
    warnings.push(
      `${total.trialsWithoutReward} of ${total.trialCount} trials of ${name} have no reward and ${treated} (${inWords(total.missing)}).`,
    );
  }
  const { repeatedAttempts, rewardsOutside } = condition.found;
  if (repeatedAttempts > 0)
    warnings.push(
      `${plural(repeatedAttempts, 'trial')} of ${name} ${repeatedAttempts === 1 ? 'repeats' : 'repeat'} the attempt number of another trial of the same task; all of them count.`,
    );
  if (rewardsOutside.count > 0)
    warnings.push(
      `${plural(rewardsOutside.count, 'trial')} of ${name} ${rewardsOutside.count === 1 ? 'has a reward' : 'have rewards'} outside 0 to 1 (${rewardsOutside.low < 0 ? `down to ${rewardsOutside.low}` : ''}${rewardsOutside.low < 0 && rewardsOutside.high > 1 ? ', ' : ''}${rewardsOutside.high > 1 ? `up to ${rewardsOutside.high}` : ''}): they pass from ${settings.threshold} on, and mean rewards are in their units.`,
    );
  if (total.tasksNotEstimable > 0)
    warnings.push(
      `${total.tasksNotEstimable} of ${total.taskCount} tasks of ${name} have fewer than ${settings.passK} counted trials: ` +
        `pass@${settings.passK} leaves them out.`,
    );
  const covered = condition.cells.filter((cell) => cell.rate.estimate.value !== null).length;
  if (covered < benchmarks.length)
    warnings.push(
      `${name} has a rate in ${covered} of ${benchmarks.length} benchmarks; its averages are over those alone.`,
    );
  return [...warnings, ...ofGain(condition, name)];
}

function ofGain({ totals }: ConditionGains, name: string): string[] {
  const gain = totals['task-weighted'].gain;
  if (!gain) return [];
  const warnings: string[] = [];
  if (gain.pairedTasks === 0) warnings.push(`${name} shares no task with the baseline, so it has no gain.`);
  else if (gain.onlyBaselineTasks + gain.onlyConditionTasks > 0) {
    warnings.push(
      `The gain of ${name} rests on ${gain.pairedTasks} shared tasks; ${gain.onlyBaselineTasks} have a rate only under the ` +
        `baseline and ${gain.onlyConditionTasks} only under ${name}.`,
    );
  }
  const byTask = gain.estimate.value ?? 0;
  const byBenchmark = totals.macro.gain?.estimate.value ?? 0;
  if (byTask * byBenchmark < 0) {
    const [better, worse] = byTask > 0 ? ['task-weighted', 'macro'] : ['macro', 'task-weighted'];
    warnings.push(
      `${name} gains by the ${better} average and loses by the ${worse} one: say which is meant.`,
    );
  }
  return warnings;
}
