import { averageLabel } from '@/lib/core/gains/report';
import type { GainShift, VersionGain } from '@/lib/core/versions/compare-gains';
import type { TaskCount } from '@/lib/core/versions/compare-outcomes';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { type ExportTable, estimateCell, type TableColumn, valueCell } from './table/export-table';

const text = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'text' } });
const whole = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'integer' } });

/** What a gain is over. */
export const placeOf = ({ benchmark, average }: Pick<GainShift, 'benchmark' | 'average'>): string =>
  benchmark ?? `all benchmarks, ${averageLabel(average)}`;

const gainCell = ({ estimate, ciLow, ciHigh }: VersionGain) => estimateCell(estimate, ciLow, ciHigh);

/** How gains moved, one row each. */
export const gainShiftsTable = (
  { before, after }: Pick<VersionComparison, 'before' | 'after'>,
  shifts: readonly GainShift[],
  notes: string[],
): ExportTable => ({
  title: `Gains in ${before.name} and in ${after.name}, in percentage points`,
  notes,
  columns: [
    text('condition', 'Condition'),
    text('over', 'Over'),
    { key: 'before', label: before.name, type: { kind: 'points' }, estimate: true },
    { key: 'after', label: after.name, type: { kind: 'points' }, estimate: true },
    { key: 'change', label: 'Change', type: { kind: 'points' }, estimate: true },
    whole('tasks_behind', 'Tasks behind it'),
    { key: 'by_weights', label: 'By weights alone', type: { kind: 'points' } },
  ],
  rows: shifts.map((shift) => ({
    cells: [
      { value: shift.condition },
      { value: placeOf(shift) },
      gainCell(shift.before),
      gainCell(shift.after),
      estimateCell(shift.change),
      { value: shift.tasks.length },
      valueCell(shift.change.value === null ? null : shift.rest, ''),
    ],
  })),
});

const countCells = (count: TaskCount | null) => [
  valueCell(count?.passed, 'no trial'),
  valueCell(count?.trials, 'no trial'),
];

/** Outcomes of tasks that were added, are gone or changed: counted trials and those that passed. */
export const outcomeChangesTable = ({ before, after, outcomes }: VersionComparison): ExportTable => ({
  title: `Outcomes that differ between ${before.name} and ${after.name}`,
  notes: [],
  columns: [
    text('condition', 'Condition'),
    text('benchmark', 'Benchmark'),
    text('task', 'Task'),
    { ...whole('before_passed', 'Passed'), group: before.name },
    { ...whole('before_trials', 'Trials'), group: before.name },
    { ...whole('after_passed', 'Passed'), group: after.name },
    { ...whole('after_trials', 'Trials'), group: after.name },
  ],
  rows: outcomes.changes.map((one) => ({
    cells: [
      { value: one.condition },
      { value: one.benchmark },
      { value: one.task },
      ...countCells(one.before),
      ...countCells(one.after),
    ],
  })),
});

const noTrial = 'no such trial';

/** Trials that were added, are gone or changed, with what they say on either side. */
export const trialChangesTable = ({ before, after, trials }: VersionComparison): ExportTable => {
  const side = (state: { condition: string; reward: number | null } | null) => [
    valueCell(state?.condition, noTrial),
    valueCell(state?.reward, state ? 'no reward' : noTrial),
  ];
  const rows = [
    ...trials.added.map((one) => ({ id: one.id, before: null, after: one })),
    ...trials.removed.map((one) => ({ id: one.id, before: one, after: null })),
    ...trials.changed,
  ];
  const reward = { type: { kind: 'number' as const, digits: 3 } };
  return {
    title: `Trials that differ between ${before.name} and ${after.name}`,
    notes: [],
    columns: [
      text('trial', 'Trial'),
      text('benchmark', 'Benchmark'),
      text('task', 'Task'),
      { ...text('before_condition', 'Condition'), group: before.name },
      { key: 'before_reward', label: 'Reward', ...reward, group: before.name },
      { ...text('after_condition', 'Condition'), group: after.name },
      { key: 'after_reward', label: 'Reward', ...reward, group: after.name },
    ],
    rows: rows.map((one) => {
      const place = (one.after ?? one.before)!;
      return {
        cells: [
          { value: one.id },
          { value: place.benchmark },
          { value: place.task },
          ...side(one.before),
          ...side(one.after),
        ],
      };
    }),
  };
};

/** Memories that were added, are gone or changed. */
export const memoryChangesTable = ({ before, after, memories }: VersionComparison): ExportTable => ({
  title: `Memories that differ between ${before.name} and ${after.name}`,
  notes: [],
  columns: [
    text('what', 'What'),
    text('pool', 'Pool'),
    text('memory', 'Memory'),
    text('type', 'Type'),
    text('formerly', 'Formerly'),
  ],
  rows: [
    ...memories.added.map((one) => ({ what: 'added', formerly: null, ...one })),
    ...memories.removed.map((one) => ({ what: 'removed', formerly: null, ...one })),
    ...memories.changed.map((one) => ({ what: one.formerly === null ? 'changed' : 'renamed', ...one })),
  ].map(({ what, pool, id, type, formerly }) => ({
    cells: [{ value: what }, { value: pool }, { value: id }, { value: type }, valueCell(formerly, '')],
  })),
});
