import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { type RankedArms, rankingOf } from './ranked-arms';

/** A logged trial that had memories in its prompt, and counts. */
export interface LoggedTrial {
  task: number;
  /** Numbers as the rankings use them, best first; null where the prompt's text matches no memory. Never empty. */
  memories: readonly (number | null)[];
  passed: boolean;
  /** Share of its baseline's trials that passed on the task, 0 to 1; null where none of them counts. */
  baseline: number | null;
}

export interface ReplayInput {
  rankings: RankedArms;
  /** Of conditions with memory, never of a baseline. */
  trials: readonly LoggedTrial[];
  /** How many of an arm's memories an agent would get: integer ≥ 1. */
  k: number;
  resamples: number;
  level: number;
  seed: number;
}

/** An estimate from the tasks on which a logged trial held what the arm retrieves. */
export interface ReplayMatch {
  /** Mean over matched tasks of the matched trials' pass rate less the baseline's, −1 to 1. */
  gain: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  /** Why there are no limits, or none of the usual kind; null when there is nothing to say. */
  note: string | null;
  /** The two means that the gain is the difference of. */
  passRate: Estimate;
  baselineRate: Estimate;
  /** Coverage: tasks with a match, and the trials behind it. */
  taskCount: number;
  trialCount: number;
}

export interface ReplayEstimate {
  /** Tasks for which the arm retrieved something: those that could be matched at all. */
  retrievedTasks: number;
  /** The trial held the same memories as the arm's first k, in whatever order. */
  sameSet: ReplayMatch;
  /** The trial's first memory is the arm's first memory. */
  sameTop: ReplayMatch;
}

/** Of trials on one task, those alone whose baseline is known there. */
interface Outcomes {
  passed: number;
  trials: number;
  /** Sum of their baselines' shares. */
  baselines: number;
}

/**
 * What arms would have gained, estimated without running an agent from logged trials that happened to hold what the arm
 * retrieves. Observational, and only as good as its coverage: matched tasks are no random choice of all tasks.
 *
 * @returns one for each arm, in the order of the rankings; no gain, and why, where nothing matches
 * @throws RangeError when k is no cut-off
 * @complexity O(trials · length + arms · (tasks · k + resamples · log tasks))
 */
export function estimateReplay(input: ReplayInput): ReplayEstimate[] {
  const { rankings, trials, k } = input;
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, got ${k}`);
  const sets = new Map<string, Outcomes>();
  const tops = new Map<string, Outcomes>();
  for (const trial of trials) {
    const { task, memories } = trial;
    const [top] = memories;
    if (memories.every((memory) => memory !== null)) count(sets, setKey(task, memories), trial);
    if (top != null) count(tops, `${task}:${top}`, trial);
  }
  return Array.from({ length: rankings.armCount }, (_, arm) => {
    const lists = Array.from(
      { length: rankings.taskCount },
      (_, task) => rankingOf(rankings, arm, task) ?? [],
    );
    const of = (held: ReadonlyMap<string, Outcomes>, keyOf: (task: number, list: number[]) => string) =>
      toMatch(
        lists.map((list, task) => (list.length > 0 ? held.get(keyOf(task, list)) : undefined)),
        input,
      );
    return {
      retrievedTasks: lists.filter((list) => list.length > 0).length,
      sameSet: of(sets, (task, list) => setKey(task, list.slice(0, k))),
      sameTop: of(tops, (task, list) => `${task}:${list[0]}`),
    };
  });
}

const setKey = (task: number, memories: readonly number[]) =>
  `${task}:${[...new Set(memories)].sort((a, b) => a - b).join(',')}`;

function count(held: Map<string, Outcomes>, key: string, { passed, baseline }: LoggedTrial): void {
  const outcomes = held.get(key) ?? { passed: 0, trials: 0, baselines: 0 };
  held.set(key, outcomes);
  if (baseline === null) return;
  outcomes.passed += Number(passed);
  outcomes.trials++;
  outcomes.baselines += baseline;
}

function toMatch(
  found: readonly (Outcomes | undefined)[],
  { trials, resamples, level, seed }: ReplayInput,
): ReplayMatch {
  const matched = found.flatMap((outcomes) =>
    outcomes && outcomes.trials > 0 ? [{ ...outcomes, baseline: outcomes.baselines / outcomes.trials }] : [],
  );
  if (matched.length === 0) {
    const reason =
      trials.length === 0
        ? 'no logged trial says which memories it held'
        : found.some((outcomes) => outcomes)
          ? 'the baseline has no trial that counts on the tasks that match'
          : 'no logged trial held the same memories';
    const none = notEstimable(reason);
    return {
      ...{ gain: none, passRate: none, baselineRate: none },
      ...{ ciLow: null, ciHigh: null, note: reason, taskCount: 0, trialCount: 0 },
    };
  }
  const differences = matched.map(({ passed, trials: n, baseline }) => passed / n - baseline);
  const { pooled } = pairedBootstrap([differences], { resamples, level, seed });
  const varies = differences.some((difference) => difference !== differences[0]);
  return {
    gain: { value: pooled.estimate },
    ciLow: varies ? pooled.low : null,
    ciHigh: varies ? pooled.high : null,
    note: pooled.reason,
    passRate: { value: mean(matched.map(({ passed, trials: n }) => passed / n)) },
    baselineRate: { value: mean(matched.map(({ baseline }) => baseline)) },
    taskCount: matched.length,
    trialCount: matched.reduce((sum, { trials: n }) => sum + n, 0),
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
