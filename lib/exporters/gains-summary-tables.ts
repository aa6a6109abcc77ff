import { adjustmentLabels } from '@/lib/core/gains/adjust';
import { memorySystems, type SetCondition } from '@/lib/core/gains/arrange';
import type { ContrastGains } from '@/lib/core/gains/contrasts';
import {
  type MissingCounts,
  type MissingReward,
  missingLabels,
  missingRules,
  stateLabels,
  touchedByEach,
} from '@/lib/core/gains/missing';
import { type Average, averageLabel, type ConditionGains, type GainsReport } from '@/lib/core/gains/report';
import type { TieGroups } from '@/lib/core/gains/tie-groups';
import type { LeaveOneOut } from '@/lib/core/statistics/leave-one-benchmark-out';
import { type ExportTable, estimateCell, type TableColumn, valueCell } from './table/export-table';

const text = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'text' } });
const points = (key: string, label: string): TableColumn => ({
  key,
  label,
  type: { kind: 'points' },
  estimate: true,
});
const range = (key: string, label: string): TableColumn => ({
  key,
  label,
  type: { kind: 'interval', of: 'points', digits: 1 },
});

const rangeCell = ({ range: { value, reason } }: LeaveOneOut) =>
  value === null ? { value: null, reason } : { interval: value };

/** Whether a condition shares no task with its baseline: it has no gain that could be summed up. */
const isApart = ({ isBaseline, totals }: ConditionGains): boolean =>
  !isBaseline && totals['task-weighted'].gain?.estimate.value == null;

/** Each condition's gain over benchmarks: both plain averages, random effects, and what single benchmarks do to them. */
export function acrossTable(report: GainsReport, notes: string[]): ExportTable {
  const apart = report.conditions.filter(isApart);
  return {
    title: 'Gain over benchmarks in percentage points',
    notes: [
      ...notes,
      'Random effects: mean over a population of benchmarks like these (REML, Hartung–Knapp interval), tau their spread, prediction where the gain on another benchmark would lie. Benchmarks whose gain has no standard error, such as those where no task differs, are left out by name. Its p-values are not adjusted.',
      ...(apart.length > 0
        ? [`Without a task in common with the baseline: ${apart.map(({ label }) => label).join(', ')}.`]
        : []),
    ],
    columns: [
      text('condition', 'Condition'),
      points('task_weighted', 'Task-weighted'),
      points('macro', 'Macro'),
      points('random_effects', 'Random effects'),
      { key: 'tau', label: 'tau', type: { kind: 'number', digits: 1 } },
      range('prediction', 'Prediction'),
      text('left_out', 'Left out'),
      range('without_one_task_weighted', 'Task-weighted without one'),
      range('without_one_macro', 'Macro without one'),
      text('decisive', 'Sign turns without'),
    ],
    rows: report.conditions.flatMap((c) => {
      const { acrossBenchmarks: across, withoutOne } = c;
      if (!across || !withoutOne.gain || isApart(c)) return [];
      const { randomEffects: effects } = across;
      const [byTask, macro] = [c.totals['task-weighted'].gain!, c.totals.macro.gain!];
      const decisive = [
        ...new Set([...withoutOne.gain['task-weighted'].decisive, ...withoutOne.gain.macro.decisive]),
      ];
      const prediction = effects.value?.prediction;
      return [
        {
          cells: [
            { value: c.label },
            estimateCell(byTask.estimate, byTask.ciLow, byTask.ciHigh),
            estimateCell(macro.estimate, macro.ciLow, macro.ciHigh),
            effects.value === null
              ? { value: null, reason: effects.reason }
              : estimateCell({ value: effects.value.estimate }, effects.value.low, effects.value.high),
            // In percentage points, as the columns beside it.
            effects.value === null
              ? { value: null, reason: effects.reason }
              : { value: Math.sqrt(effects.value.tauSquared) * 100 },
            prediction?.value
              ? { interval: prediction.value }
              : { value: null, reason: prediction?.reason ?? effects.reason ?? '' },
            {
              value:
                across.leftOut.length === report.benchmarks.length && report.benchmarks.length > 1
                  ? 'all'
                  : across.leftOut.map(({ benchmark }) => benchmark).join(', ') || 'none',
            },
            rangeCell(withoutOne.gain['task-weighted']),
            rangeCell(withoutOne.gain.macro),
            { value: decisive.join(', ') || 'none' },
          ],
        },
      ];
    }),
  };
}

/** The averages of the rates themselves, once more without each benchmark. */
export function withoutOneTable(report: GainsReport, average: Average, notes: string[]): ExportTable {
  return {
    title: `pass@${report.settings.passK}, ${averageLabel(average)} average without each benchmark, in %`,
    notes,
    columns: [
      text('condition', 'Condition'),
      { key: 'all', label: 'All', type: { kind: 'percent' } },
      ...report.benchmarks.map(
        (name, i): TableColumn => ({
          key: `${i + 1} without ${name}`,
          label: `without ${name}`,
          type: { kind: 'percent' },
        }),
      ),
    ],
    rows: report.conditions.map((c) => {
      const { full, without } = c.withoutOne.rate[average];
      const byName = new Map(without.map(({ name, estimate }) => [name, estimate]));
      return {
        cells: [
          { value: c.label },
          estimateCell(full),
          ...report.benchmarks.map((name) => {
            const estimate = byName.get(name);
            return estimate ? estimateCell(estimate) : { value: null, reason: 'no rate in it' };
          }),
        ],
      };
    }),
  };
}

/** What each choice for trials without a reward does, and why they have none. */
export function missingTable(found: MissingCounts, inUse: MissingReward): ExportTable {
  const states = Object.keys(stateLabels) as (keyof MissingCounts)[];
  const touched = touchedByEach(found);
  const count = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'integer' } });
  return {
    title: 'Trials without a reward',
    notes: states
      .filter((state) => found[state] > 0)
      .map((state) => `${found[state]} ${stateLabels[state]}.`),
    columns: [text('choice', 'Choice'), count('failed', 'Counted as failed'), count('left_out', 'Left out')],
    rows: missingRules.map((rule) => ({
      cells: [
        { value: `${missingLabels[rule]}${rule === inUse ? ' (in use)' : ''}` },
        { value: touched[rule].failed },
        { value: touched[rule].leftOut },
      ],
    })),
  };
}

/** Groups of ties, best rate first. */
export function tieTable(ties: TieGroups, report: GainsReport): ExportTable {
  const { adjust, level, passK } = report.settings;
  return {
    title: `Groups of ties by pass@${passK}, ${averageLabel(ties.average)}`,
    notes: [
      `Conditions that share a letter do not differ at ${((1 - level) * 100).toFixed(0)} %: all ${ties.pairs.length} pairs tested on their shared tasks (exact McNemar, or sign flips for rates), p adjusted by ${adjustmentLabels[adjust]} over the pairs.`,
      ...(ties.apart > 0
        ? [`${ties.apart} pairs share no task, and a letter only for want of evidence.`]
        : []),
      ...(ties.leftOut.length > 0 ? [`Without a rate: ${ties.leftOut.join(', ')}.`] : []),
    ],
    columns: [
      text('condition', 'Condition'),
      { key: 'rate', label: `pass@${passK}, %`, type: { kind: 'percent' } },
      text('group', 'Group'),
    ],
    rows: ties.groups.map(({ label, rate, letters }) => ({
      cells: [{ value: label }, { value: rate }, { value: letters.join(' ') }],
    })),
  };
}

/** Memories from other benchmarks less the benchmark's own, type by type. */
export function scopeTable(
  contrasts: readonly (ContrastGains & { name: string })[],
  report: GainsReport,
  average: Average,
  notes: string[],
): ExportTable {
  return {
    title: 'Cross-domain less self-evolving (in-domain), percentage points',
    notes: [...notes, 'p of the average is not adjusted.'],
    columns: [
      text('type', 'Memories'),
      ...[...report.benchmarks, averageLabel(average)].map((name, i) => points(`${i + 1} ${name}`, name)),
      { key: 'p', label: 'p', type: { kind: 'p-value' } },
      { key: 'paired_tasks', label: 'Paired tasks', type: { kind: 'integer' } },
    ],
    rows: contrasts.map(({ name, cells, totals }) => ({
      cells: [
        { value: name },
        ...[...cells, totals[average]].map(({ estimate, ciLow, ciHigh }) =>
          estimateCell(estimate, ciLow, ciHigh),
        ),
        valueCell(totals[average].pValue, 'no shared task'),
        { value: totals[average].pairedTasks },
      ],
    })),
  };
}

/** Memory systems by the number of memories that they hold. */
export function systemTable(
  report: GainsReport,
  conditions: readonly SetCondition[],
  average: Average,
  notes: string[],
): ExportTable {
  return {
    title: 'Memory systems by number of memories',
    notes,
    columns: [
      text('system', 'System'),
      { key: 'memories', label: 'Memories', type: { kind: 'integer' } },
      { key: 'rate', label: `pass@${report.settings.passK}, %`, type: { kind: 'percent' }, estimate: true },
      points('gain', 'Gain, pp'),
    ],
    rows: memorySystems(conditions).flatMap(({ id, system, memories }) => {
      const total = report.conditions.find((c) => c.condition === id)?.totals[average];
      if (!total) return [];
      const { rate, gain } = total;
      return [
        {
          cells: [
            { value: system },
            { value: Math.round(memories) },
            estimateCell(rate.estimate, rate.ciLow, rate.ciHigh),
            gain
              ? estimateCell(gain.estimate, gain.ciLow, gain.ciHigh)
              : { value: null, reason: 'the baseline itself' },
          ],
        },
      ];
    }),
  };
}
