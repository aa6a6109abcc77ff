import { baselinesByModel, type OwnBaselines } from '@/lib/core/gains/baselines';
import { baselineOf, computeGains } from '@/lib/core/gains/compute-gains';
import type { Average, Gain, GainsReport, GainsSettings, TaskKey } from '@/lib/core/gains/report';
import type { TaskTallies } from '@/lib/core/gains/task-tallies';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { keysOf } from './compare-outcomes';
import type { StudyVersion } from './study-version';

export type ComparisonSettings = Pick<
  GainsSettings,
  'passK' | 'missing' | 'seed' | 'resamples' | 'level' | 'noise'
>;

/** A gain as one version has it: a difference of proportions in [−1, 1] with its interval. */
export interface VersionGain {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  pairedTasks: number;
}

/** A task that stands behind a change. */
export interface TaskShift extends TaskKey {
  /** Condition minus baseline in pass@k; null where the version cannot pair the task. */
  before: number | null;
  after: number | null;
  /** How much of the gain's change is its own. */
  share: number;
}

/** How one gain moved from one version to the other. */
export interface GainShift {
  condition: string;
  /** Null over all benchmarks, by `average`. */
  benchmark: string | null;
  average: Average;
  before: VersionGain;
  after: VersionGain;
  /** After minus before; null, with the reason, where a version has no such gain. */
  change: Estimate;
  /** Whether the change shows in tenths of a percentage point. */
  moved: boolean;
  /** Whether the interval lies on another side of 0, or no longer on one. */
  crossed: boolean;
  /** The tasks whose difference is another, greatest share first. With `rest` their shares add up to the change. */
  tasks: TaskShift[];
  /** What comes from weights alone: the other tasks count for more or less than before. */
  rest: number;
}

/**
 * The gains of one version over its own baseline by its own threshold; null where it has no baseline.
 *
 * @complexity that of computeGains
 */
export function gainsOf(version: StudyVersion, settings: ComparisonSettings): GainsReport | null {
  if (version.baseline === null) return null;
  return computeGains({
    ...settings,
    trials: version.trials.map((trial) => ({ ...trial, exception: trial.exceptionType !== null })),
    conditions: version.conditions.map(({ label }) => ({ id: label, label })),
    baseline: version.baseline,
    baselines: baselinesByLabel(version, version.baseline),
    threshold: version.threshold,
  });
}

const baselinesByLabel = ({ conditions }: StudyVersion, baseline: string): OwnBaselines =>
  baselinesByModel(
    conditions.map((one) => ({ id: one.label, ...one })),
    baseline,
  );

interface Side {
  version: StudyVersion;
  report: GainsReport | null;
  tallies: TaskTallies;
}

/**
 * How every gain moved: per condition on either side over all benchmarks, by both averages, and per benchmark. Each side's
 * interval is its own; the change is their plain difference, since two versions share most of their trials and are no two
 * samples.
 *
 * @complexity O(conditions · tasks) beside the two reports
 */
export function compareGains(before: Side, after: Side): GainShift[] {
  const labels = [before, after].flatMap(({ version }) => version.conditions.map(({ label }) => label));
  const benchmarks = [...new Set([before, after].flatMap(({ report }) => report?.benchmarks ?? []))].sort();
  // A condition that others are compared with wherever there is a baseline has no gain to move.
  const compared = new Set(
    [before, after].flatMap(
      ({ report }) => report?.conditions.flatMap((one) => (one.isBaseline ? [] : [one.label])) ?? [],
    ),
  );
  return [...new Set(labels)]
    .filter((label) => compared.has(label))
    .flatMap((condition) => {
      const differences = [before, after].map((side) => pairedDifferences(side, condition)) as Differences[];
      const shift = (benchmark: string | null, average: Average) =>
        toShift(
          { condition, benchmark, average },
          gainOf(before, condition, benchmark, average),
          gainOf(after, condition, benchmark, average),
          differences.map((one) => within(one, benchmark)) as [Differences, Differences],
        );
      return [
        shift(null, 'task-weighted'),
        shift(null, 'macro'),
        ...benchmarks.map((name) => shift(name, 'task-weighted')),
      ];
    });
}

function gainOf(
  { version, report }: Side,
  label: string,
  benchmark: string | null,
  average: Average,
): VersionGain {
  const none = (reason: string): VersionGain => ({
    estimate: notEstimable(reason),
    ciLow: null,
    ciHigh: null,
    pairedTasks: 0,
  });
  const found = report?.conditions.find((one) => one.label === label);
  if (!report) return none(`${version.name} has no baseline`);
  if (!found) return none(`${version.name} has no such condition`);
  if (found.isBaseline) return none(`it is the baseline of ${version.name}`);
  const cell =
    benchmark === null ? found.totals[average] : found.cells.find((one) => one.benchmark === benchmark);
  if (!cell?.gain) return none(`${version.name} has no trials on it`);
  const { estimate, ciLow, ciHigh, pairedTasks } = cell.gain satisfies Gain;
  return { estimate, ciLow, ciHigh, pairedTasks };
}

/** Benchmark → task → condition minus baseline. */
type Differences = Map<string, Map<string, number>>;

function pairedDifferences({ report, tallies }: Side, condition: string): Differences {
  const found: Differences = new Map();
  const baseline = report ? tallies.get(baselineOf(condition, report.settings)) : undefined;
  for (const [benchmark, tasks] of tallies.get(condition) ?? []) {
    const own = new Map<string, number>();
    for (const [task, { rate }] of tasks) {
      const other = baseline?.get(benchmark)?.get(task)?.rate ?? null;
      if (rate !== null && other !== null) own.set(task, rate - other);
    }
    if (own.size > 0) found.set(benchmark, own);
  }
  return found;
}

const within = (differences: Differences, benchmark: string | null): Differences =>
  benchmark === null ? differences : new Map([...differences].filter(([name]) => name === benchmark));

function toShift(
  place: Pick<GainShift, 'condition' | 'benchmark' | 'average'>,
  before: VersionGain,
  after: VersionGain,
  [old, now]: [Differences, Differences],
): GainShift {
  const missing = before.estimate.value === null ? before : after.estimate.value === null ? after : null;
  if (missing) {
    const change = notEstimable(missing.estimate.reason!);
    return { ...place, before, after, change, moved: false, crossed: false, tasks: [], rest: 0 };
  }
  const value = after.estimate.value! - before.estimate.value!;
  const tasks = taskShifts(old, now, place.average);
  const explained = tasks.reduce((sum, { share }) => sum + share, 0);
  return {
    ...place,
    before,
    after,
    change: { value },
    moved: moves(value),
    crossed: sideOf(before) !== null && sideOf(after) !== null && sideOf(before) !== sideOf(after),
    tasks,
    rest: value - explained,
  };
}

/** Whether a change of a proportion shows in tenths of a percentage point. */
const moves = (change: number): boolean => Math.abs(change) >= 0.0005;

function sideOf({ ciLow, ciHigh }: VersionGain): 'above' | 'below' | 'open' | null {
  if (ciLow === null || ciHigh === null) return null;
  return ciLow > 0 ? 'above' : ciHigh < 0 ? 'below' : 'open';
}

function taskShifts(before: Differences, after: Differences, average: Average): TaskShift[] {
  const [weightBefore, weightAfter] = [weights(before, average), weights(after, average)];
  const shifts: TaskShift[] = [];
  for (const benchmark of keysOf(before, after)) {
    const [old, now] = [before.get(benchmark), after.get(benchmark)];
    for (const task of keysOf(old, now)) {
      const [a, b] = [old?.get(task) ?? null, now?.get(task) ?? null];
      if (a === b) continue;
      const share = (b ?? 0) * weightAfter(benchmark) - (a ?? 0) * weightBefore(benchmark);
      shifts.push({ benchmark, task, before: a, after: b, share });
    }
  }
  return shifts.sort(
    (a, b) =>
      Math.abs(b.share) - Math.abs(a.share) ||
      (a.benchmark < b.benchmark ? -1 : a.benchmark > b.benchmark ? 1 : a.task < b.task ? -1 : 1),
  );
}

/** How much one task of a benchmark counts in the average. */
function weights(differences: Differences, average: Average): (benchmark: string) => number {
  const total = [...differences.values()].reduce((sum, { size }) => sum + size, 0);
  return (benchmark) =>
    average === 'macro' ? 1 / differences.size / (differences.get(benchmark)?.size ?? 1) : 1 / total;
}
