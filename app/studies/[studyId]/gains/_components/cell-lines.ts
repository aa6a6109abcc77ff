import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPoints,
  formatPValue,
} from '@/app/_components/format';
import { adjustmentLabels } from '@/lib/core/gains/adjust';
import { touchedBy } from '@/lib/core/gains/missing';
import type { Gain, GainsCell, GainsReport } from '@/lib/core/gains/report';
import type { Estimate } from '@/lib/core/vocabulary';

const testNames = {
  'mcnemar-exact': 'exact McNemar',
  'sign-flip-exact': 'sign-flip permutation, all flips',
  'sign-flip-sampled': 'sign-flip permutation, sampled',
} as const;

/** What a card says, line by line. */
export type Lines = [name: string, value: string][];
type Settings = GainsReport['settings'];

const between = (low: number | null, high: number | null, format: (n: number) => string) =>
  low === null || high === null ? '' : ` [${format(low)}, ${format(high)}]`;

const withError = (estimate: Estimate, error: number | null, format: (n: number) => string) =>
  estimate.value === null
    ? estimate.reason
    : `${format(estimate.value)}${error === null ? '' : ` ± ${format(error)} (standard error over tasks)`}`;

const inPercent = (p: number) => `${formatPercent(p)} %`;

/** Everything about the rate of a cell. */
export function rateLines(cell: GainsCell, { passK: k, missing }: Settings): Lines {
  const { rate, standardErrors } = cell;
  const lines: Lines = [
    [
      `pass@${k}`,
      rate.estimate.value === null
        ? rate.estimate.reason
        : `${inPercent(rate.estimate.value)}${between(rate.ciLow, rate.ciHigh, formatPercent)}`,
    ],
    ['avg pass@1', withError(cell.avgPass1, standardErrors.avgPass1, inPercent)],
    ['mean reward', withError(cell.meanReward, standardErrors.meanReward, (n) => formatNumber(n, 3))],
    ['tasks, trials', `${formatCount(cell.taskCount)}, ${formatCount(cell.trialCount)}`],
  ];
  if (k > 1) lines.splice(1, 0, [`pass^${k}`, withError(cell.passHatK, standardErrors.passHatK, inPercent)]);
  if (cell.tasksNotEstimable > 0)
    lines.push([`tasks with fewer than ${k} trials`, formatCount(cell.tasksNotEstimable)]);
  if (cell.trialsWithoutReward > 0) {
    const { failed, leftOut } = touchedBy(cell.missing, missing);
    lines.push([
      'trials without a reward',
      `${formatCount(cell.trialsWithoutReward)} (${failed} as failed, ${leftOut} left out)`,
    ]);
  }
  return lines;
}

/** Everything about the gain of a cell: interval, tests and effect sizes. */
export function gainLines(gain: Gain, settings: Settings): Lines {
  const lines: Lines = [
    [
      'gain',
      gain.estimate.value === null
        ? gain.estimate.reason
        : `${formatPoints(gain.estimate.value)} pp${between(gain.ciLow, gain.ciHigh, formatPoints)}`,
    ],
    [
      'paired tasks',
      `${formatCount(gain.pairedTasks)} (${gain.onlyBaselineTasks} only in the baseline, ${gain.onlyConditionTasks} only here)`,
    ],
  ];
  if (gain.interval)
    lines.push([
      'interval',
      `${gain.interval.method}, by ${gain.interval.unit}${gain.interval.reason ? `: ${gain.interval.reason}` : ''}`,
    ]);
  if (gain.pValue === null || !gain.test) return lines;
  if (gain.percentile && gain.interval?.method === 'BCa')
    lines.push([
      'percentile interval',
      between(gain.percentile.low, gain.percentile.high, formatPoints).trim(),
    ]);
  const adjusted =
    gain.pAdjusted === null
      ? ''
      : `, adjusted ${formatPValue(gain.pAdjusted)} (${adjustmentLabels[settings.adjust]})`;
  lines.push(['p', `${formatPValue(gain.pValue)}${adjusted}, ${testNames[gain.test]}`]);
  const { mcNemar, signFlip, wilcoxon } = gain.tests;
  lines.push([
    'McNemar',
    mcNemar.value === null
      ? mcNemar.reason
      : `exact ${formatPValue(mcNemar.value.exact)}, mid-p ${formatPValue(mcNemar.value.midP)}`,
  ]);
  lines.push([
    'sign-flip permutation',
    signFlip.value === null ? signFlip.reason : formatPValue(signFlip.value.pValue),
  ]);
  lines.push([
    'Wilcoxon',
    wilcoxon.value === null
      ? wilcoxon.reason
      : `${formatPValue(wilcoxon.value.pValue)}${wilcoxon.value.reason ? `: ${wilcoxon.value.reason}` : ''}`,
  ]);
  lines.push([
    'Cohen’s h',
    gain.cohensH.value === null ? gain.cohensH.reason : formatNumber(gain.cohensH.value),
  ]);
  const odds = gain.oddsRatio;
  lines.push([
    'odds of flips',
    odds.value === null
      ? odds.reason
      : `${formatNumber(odds.value.oddsRatio)} [${formatNumber(odds.value.low)}, ${odds.value.high === null ? 'no upper limit' : formatNumber(odds.value.high)}]${odds.value.corrected ? ', ½ added to both counts' : ''}`,
  ]);
  lines.push([
    'chance of being better',
    gain.superiority.value === null
      ? gain.superiority.reason
      : `${inPercent(gain.superiority.value.probability)} of resamples`,
  ]);
  return lines;
}
