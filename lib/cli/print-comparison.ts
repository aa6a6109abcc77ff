import { formatPoints } from '@/lib/core/format-number';
import type { GainShift, VersionGain } from '@/lib/core/versions/compare-gains';
import type { TaskCount } from '@/lib/core/versions/compare-outcomes';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { textTable } from './table';

/** Lines of a list that are printed; `--json` has all of them. */
const printedLines = 40;

const gainText = ({ estimate, ciLow, ciHigh }: VersionGain): string => {
  if (estimate.value === null) return '–';
  const interval =
    ciLow === null || ciHigh === null ? '' : ` [${formatPoints(ciLow)}, ${formatPoints(ciHigh)}]`;
  return formatPoints(estimate.value) + interval;
};

const placeOf = ({ benchmark, average }: GainShift): string =>
  benchmark ?? (average === 'macro' ? 'all, macro average' : 'all, task-weighted');

const countText = (count: TaskCount | null): string => (count ? `${count.passed}/${count.trials}` : '–');

/** Prints a comparison for people: what is meant in a sentence, then the gains, then what stands behind them. */
export function printComparison(comparison: VersionComparison): void {
  const { before, after, settings, gains, claims, outcomes, settingChanges } = comparison;
  console.log(`${comparison.summary}\n`);
  const facts = (['conditions', 'tasks', 'trials', 'memories'] as const).map((name) => [
    name,
    before[name].toLocaleString('en-US'),
    after[name].toLocaleString('en-US'),
  ]);
  console.log(textTable(['', before.name, after.name], facts));
  if (comparison.same) return;
  section(
    'Settings',
    ['of', 'setting', before.name, after.name],
    settingChanges.map((one) => [
      one.condition ?? 'the study',
      one.setting,
      one.before ?? '–',
      one.after ?? '–',
    ]),
  );
  const level = Math.round(settings.level * 100);
  section(
    `Gains in percentage points, with ${level} % intervals (pass@${settings.passK}; each over its version's own baseline)`,
    ['condition', 'over', before.name, after.name, 'change', 'tasks behind it'],
    gains.map((shift) => [
      shift.condition,
      placeOf(shift),
      gainText(shift.before),
      gainText(shift.after),
      shift.change.value === null ? `– ${shift.change.reason}` : formatPoints(shift.change.value),
      String(shift.tasks.length),
    ]),
    gains.length,
  );
  section(
    'Claims',
    ['verdict before', 'verdict after', 'made by', 'claim'],
    claims.map((one) => [
      one.before.outcome,
      one.after.outcome,
      { both: 'both', before: before.name, after: after.name }[one.madeBy],
      one.sentence,
    ]),
  );
  section(
    'Outcomes (passed of counted trials)',
    ['condition', 'benchmark', 'task', before.name, after.name],
    outcomes.changes.map((one) => [
      one.condition,
      one.benchmark,
      one.task,
      countText(one.before),
      countText(one.after),
    ]),
  );
  printContent(comparison);
}

function printContent({ tasks, trials, memories }: VersionComparison): void {
  const kinds = { tasks, trials, memories };
  section(
    'Content',
    ['', 'added', 'removed', 'changed', 'same'],
    Object.entries(kinds).map(([name, { added, removed, changed, same }]) => [
      name,
      ...[added.length, removed.length, changed.length, same].map((n) => n.toLocaleString('en-US')),
    ]),
  );
  section(
    'Tasks added or removed',
    ['', 'benchmark', 'task'],
    [
      ...tasks.added.map((one) => ['+', one.benchmark, one.task]),
      ...tasks.removed.map((one) => ['−', one.benchmark, one.task]),
    ],
  );
  const reward = (value: number | null) => (value === null ? 'none' : String(value));
  section(
    'Trials that changed',
    ['trial', 'condition', 'reward before', 'after'],
    trials.changed.map((one) => [
      one.id,
      one.before.condition === one.after.condition
        ? one.after.condition
        : `${one.before.condition} → ${one.after.condition}`,
      reward(one.before.reward),
      reward(one.after.reward),
    ]),
  );
  section(
    'Memories',
    ['', 'pool', 'memory'],
    [
      ...memories.added.map((one) => ['+', one.pool, one.id]),
      ...memories.removed.map((one) => ['−', one.pool, one.id]),
      ...memories.changed.map((one) => [
        '≠',
        one.pool,
        one.formerly === null ? one.id : `${one.formerly} → ${one.id}`,
      ]),
    ],
  );
}

function section(title: string, header: string[], rows: string[][], limit = printedLines): void {
  if (rows.length === 0) return;
  console.log(`\n${title}\n`);
  console.log(textTable(header, rows.slice(0, limit)));
  if (rows.length > limit)
    console.log(`… and ${(rows.length - limit).toLocaleString('en-US')} more; --json prints all of them`);
}
