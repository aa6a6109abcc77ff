import type { MissingReward, TaskKey } from '@/lib/core/gains/report';
import { type TaskTallies, type TaskTally, tallyTasks } from '@/lib/core/gains/task-tallies';
import type { StudyVersion } from './study-version';

export interface OutcomeSettings {
  passK: number;
  missing: MissingReward;
}

/** Counted trials of a task under a condition. */
export type TaskCount = Pick<TaskTally, 'passed' | 'trials'>;

export interface OutcomeChange extends TaskKey {
  condition: string;
  /** Null where the version has no trial of it under the condition. */
  before: TaskCount | null;
  after: TaskCount | null;
}

/** How many tasks of a benchmark have trials on one side alone, and how many end otherwise, under one condition. */
export interface OutcomeCount {
  condition: string;
  benchmark: string;
  added: number;
  removed: number;
  changed: number;
  same: number;
}

/** A version's trials counted by condition, benchmark and task; see tallyTasks. */
export const tallyVersion = (
  { trials, conditions, threshold }: StudyVersion,
  settings: OutcomeSettings,
): TaskTallies =>
  tallyTasks({
    trials: trials.map((trial) => ({ ...trial, exception: trial.exceptionType !== null })),
    conditions: conditions.map(({ label }) => ({ id: label, label })),
    threshold,
    ...settings,
  });

/**
 * Tasks that were added, are gone or end otherwise, per condition. A task ends otherwise when other numbers of its trials
 * count or pass, be it by new trials, other rewards or another threshold.
 *
 * @complexity O(conditions · tasks)
 */
export function compareOutcomes(
  before: TaskTallies,
  after: TaskTallies,
): { changes: OutcomeChange[]; counts: OutcomeCount[] } {
  const changes: OutcomeChange[] = [];
  const counts: OutcomeCount[] = [];
  for (const condition of keysOf(before, after)) {
    const [was, is] = [before.get(condition), after.get(condition)];
    for (const benchmark of [...keysOf(was, is)].sort()) {
      const count = { condition, benchmark, added: 0, removed: 0, changed: 0, same: 0 };
      const [old, now] = [was?.get(benchmark), is?.get(benchmark)];
      for (const task of [...keysOf(old, now)].sort()) {
        const [a, b] = [countOf(old?.get(task)), countOf(now?.get(task))];
        const kind = kindOf(a, b);
        count[kind]++;
        if (kind !== 'same') changes.push({ condition, benchmark, task, before: a, after: b });
      }
      counts.push(count);
    }
  }
  return { changes, counts };
}

function kindOf(before: TaskCount | null, after: TaskCount | null): 'added' | 'removed' | 'changed' | 'same' {
  if (!before) return 'added';
  if (!after) return 'removed';
  return before.passed === after.passed && before.trials === after.trials ? 'same' : 'changed';
}

const countOf = (tally: TaskTally | undefined): TaskCount | null =>
  tally ? { passed: tally.passed, trials: tally.trials } : null;

/** The keys of both maps, those of the first in front. */
export const keysOf = <K>(a: ReadonlyMap<K, unknown> | undefined, b: ReadonlyMap<K, unknown> | undefined) =>
  new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]);
