import { formatPercent } from '@/lib/core/format-number';
import { adjustmentLabels } from '@/lib/core/gains/adjust';
import { touchedBy } from '@/lib/core/gains/missing';
import {
  type Average,
  averageLabel,
  averages,
  baselineName,
  type ConditionGains,
  type Gain,
  type GainsCell,
  type GainsReport,
} from '@/lib/core/gains/report';
import {
  type ExportTable,
  estimateCell,
  type TableColumn,
  type TableRow,
  valueCell,
} from './table/export-table';

/** A condition's cells in the order of the report's benchmarks, its total last. */
export const cellsOf = (c: ConditionGains, average: Average): GainsCell[] => [...c.cells, c.totals[average]];

/**
 * The largest rate of each column, rounded as it is shown, so that ties are all marked; null where one stands alone. Among
 * averages only those over the most benchmarks compete: one of a single easy benchmark is no better than one of all.
 */
export function bestRates(report: GainsReport, average: Average): (string | null)[] {
  const covers = (c: ConditionGains) => c.cells.filter(({ rate }) => rate.estimate.value !== null).length;
  const most = Math.max(...report.conditions.map(covers));
  return [...report.benchmarks, null].map((benchmark, column) => {
    const values = report.conditions
      .filter((c) => benchmark !== null || covers(c) === most)
      .flatMap((c) => cellsOf(c, average)[column]?.rate.estimate.value ?? []);
    return values.length > 1 ? formatPercent(Math.max(...values)) : null;
  });
}

/** Whether a gain gets a star: its p, adjusted over the table, is below 0.05. */
export const isSignificant = ({ pAdjusted }: Gain): boolean => pAdjusted !== null && pAdjusted < 0.05;

/**
 * The table as papers print it: a row of rates per condition, under it one of gains over the baseline.
 *
 * @param notes how the intervals were made
 */
export function gainsPageTable(report: GainsReport, average: Average, notes: string[]): ExportTable {
  const best = bestRates(report, average);
  const k = `pass@${report.settings.passK}`;
  const rates = (c: ConditionGains): TableRow => ({
    cells: [
      { value: c.label },
      ...cellsOf(c, average).map(({ rate: { estimate } }, i) => ({
        ...estimateCell(estimate),
        best: estimate.value !== null && formatPercent(estimate.value) === best[i],
      })),
    ],
  });
  const gains = (c: ConditionGains): TableRow => ({
    continues: true,
    type: { kind: 'points' },
    cells: [
      { value: 'gain' },
      ...cellsOf(c, average).map(({ gain }) =>
        gain
          ? {
              ...estimateCell(gain.estimate, gain.ciLow, gain.ciHigh),
              stars: isSignificant(gain) ? (1 as const) : (0 as const),
            }
          : { value: null, reason: 'not compared' },
      ),
    ],
  });
  return {
    title: `${k} in %, gain over ${baselineName(report)} in percentage points`,
    notes: [
      ...notes,
      `Best of each column in bold. * marks gains with an adjusted p below 0.05 (${adjustmentLabels[report.settings.adjust]} over the report's ${report.familySize} tests).`,
    ],
    columns: [
      { key: 'condition', label: 'Condition', type: { kind: 'text' } },
      ...[...report.benchmarks, averageLabel(average)].map(
        (name, i): TableColumn => ({ key: `${i + 1} ${name}`, label: name, type: { kind: 'percent' } }),
      ),
    ],
    rows: report.conditions.flatMap((c) => (c.isBaseline ? [rates(c)] : [rates(c), gains(c)])),
  };
}

const text = (key: string): TableColumn => ({ key, label: key, type: { kind: 'text' } });
const number = (key: string, digits: number): TableColumn => ({
  key,
  label: key,
  type: { kind: 'number', digits },
});
const count = (key: string): TableColumn => ({ key, label: key, type: { kind: 'integer' } });

/** Everything a report says, a row for every condition and benchmark, both averages among them. */
export function gainsDataTable(
  report: GainsReport,
  notes: string[],
  shown: readonly Average[] = averages,
): ExportTable {
  const row = (c: ConditionGains, cell: GainsCell, average: string): TableRow => {
    const { rate, gain } = cell;
    return {
      cells: [
        { value: c.label },
        { value: cell.benchmark ?? 'all' },
        { value: average },
        { value: report.settings.passK },
        estimateCell(rate.estimate, rate.ciLow, rate.ciHigh),
        valueCell(cell.avgPass1.value, ''),
        valueCell(cell.passHatK.value, ''),
        valueCell(cell.meanReward.value, ''),
        { value: cell.taskCount },
        { value: cell.trialCount },
        { value: cell.tasksNotEstimable },
        { value: cell.trialsWithoutReward },
        { value: touchedBy(cell.missing, report.settings.missing).failed },
        gain
          ? estimateCell(gain.estimate, gain.ciLow, gain.ciHigh)
          : { value: null, reason: 'the baseline itself' },
        valueCell(gain?.pValue, ''),
        valueCell(gain?.pAdjusted, ''),
        valueCell(gain?.test, ''),
        valueCell(gain?.percentile?.low, ''),
        valueCell(gain?.percentile?.high, ''),
        valueCell(gain?.standardError, ''),
        valueCell(gain?.tests.mcNemar.value?.exact, ''),
        valueCell(gain?.tests.mcNemar.value?.midP, ''),
        valueCell(gain?.tests.signFlip.value?.pValue, ''),
        valueCell(gain?.tests.wilcoxon.value?.pValue, ''),
        valueCell(gain?.cohensH.value, ''),
        valueCell(gain?.oddsRatio.value?.oddsRatio, ''),
        valueCell(gain?.oddsRatio.value?.low, ''),
        valueCell(gain?.oddsRatio.value?.high, ''),
        valueCell(gain?.superiority.value?.probability, ''),
        valueCell(gain?.flips.gained, ''),
        valueCell(gain?.flips.lost, ''),
        valueCell(gain?.pairedTasks, ''),
        valueCell(gain?.onlyBaselineTasks, ''),
        valueCell(gain?.onlyConditionTasks, ''),
      ],
    };
  };
  return {
    title: `pass@${report.settings.passK} and gains, every condition and benchmark`,
    notes,
    columns: [
      text('condition'),
      text('benchmark'),
      text('average'),
      count('k'),
      { key: 'rate', label: 'rate', type: { kind: 'percent' }, estimate: true },
      { key: 'avg_pass_1', label: 'avg_pass_1', type: { kind: 'percent' } },
      { key: 'pass_hat_k', label: 'pass_hat_k', type: { kind: 'percent' } },
      number('mean_reward', 3),
      count('tasks'),
      count('trials'),
      count('tasks_not_estimable'),
      count('trials_without_reward'),
      count('trials_counted_as_failed'),
      { key: 'gain', label: 'gain', type: { kind: 'points' }, estimate: true },
      { key: 'p', label: 'p', type: { kind: 'p-value' } },
      { key: 'p_adjusted', label: 'p_adjusted', type: { kind: 'p-value' } },
      text('test'),
      { key: 'percentile_low', label: 'percentile_low', type: { kind: 'points' } },
      { key: 'percentile_high', label: 'percentile_high', type: { kind: 'points' } },
      { key: 'standard_error', label: 'standard_error', type: { kind: 'points' } },
      ...['p_mcnemar_exact', 'p_mcnemar_mid', 'p_sign_flip', 'p_wilcoxon'].map(
        (key): TableColumn => ({ key, label: key, type: { kind: 'p-value' } }),
      ),
      number('cohens_h', 2),
      number('flip_odds', 2),
      number('flip_odds_ci_low', 2),
      number('flip_odds_ci_high', 2),
      number('chance_of_being_better', 3),
      count('gained'),
      count('lost'),
      count('paired_tasks'),
      count('only_baseline'),
      count('only_condition'),
    ],
    rows: report.conditions.flatMap((c) => [
      ...c.cells.map((cell) => row(c, cell, '')),
      ...shown.map((average) => row(c, c.totals[average], average)),
    ]),
  };
}
