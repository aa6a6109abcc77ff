import { formatPercent } from '@/lib/core/format-number';
import {
  type Average,
  averageLabel,
  averages,
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

/** The largest rate of each column, rounded as it is shown, so that ties are all marked; null where one stands alone. */
export function bestRates(report: GainsReport, average: Average): (string | null)[] {
  return [...report.benchmarks, null].map((_, column) => {
    const values = report.conditions.flatMap((c) => cellsOf(c, average)[column]?.rate.estimate.value ?? []);
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
  const baseline = report.conditions.find((c) => c.isBaseline)?.label ?? 'the baseline';
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
    title: `${k} in %, gain over ${baseline} in percentage points`,
    notes: [
      ...notes,
      'Best of each column in bold. * marks gains with an adjusted p below 0.05 (Benjamini–Hochberg over the table).',
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
const count = (key: string): TableColumn => ({ key, label: key, type: { kind: 'integer' } });

/** Everything a report says, a row for every condition and benchmark, both averages among them. */
export function gainsDataTable(report: GainsReport, notes: string[]): ExportTable {
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
        { value: cell.taskCount },
        { value: cell.trialCount },
        { value: cell.tasksNotEstimable },
        { value: cell.trialsWithoutReward },
        gain
          ? estimateCell(gain.estimate, gain.ciLow, gain.ciHigh)
          : { value: null, reason: 'the baseline itself' },
        valueCell(gain?.pValue, ''),
        valueCell(gain?.pAdjusted, ''),
        valueCell(gain?.test, ''),
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
      count('tasks'),
      count('trials'),
      count('tasks_not_estimable'),
      count('trials_without_reward'),
      { key: 'gain', label: 'gain', type: { kind: 'points' }, estimate: true },
      { key: 'p', label: 'p', type: { kind: 'p-value' } },
      { key: 'p_adjusted', label: 'p_adjusted', type: { kind: 'p-value' } },
      text('test'),
      count('paired_tasks'),
      count('only_baseline'),
      count('only_condition'),
    ],
    rows: report.conditions.flatMap((c) => [
      ...c.cells.map((cell) => row(c, cell, '')),
      ...averages.map((average) => row(c, c.totals[average], average)),
    ]),
  };
}
