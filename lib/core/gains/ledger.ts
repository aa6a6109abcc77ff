import type { Estimate } from '@/lib/core/vocabulary';

/** When attempts together count as solved: at least one passed, more than half, or every one. */
export const solvedRules = ['any', 'most', 'all'] as const;
export type SolvedRule = (typeof solvedRules)[number];

/** A task under a condition, against the same task under the baseline. */
export type FlipOutcome = 'gained' | 'lost' | 'same';

/** What of the list is shown: `flips` are the gained and the lost. */
export const shownOutcomes = ['flips', 'gained', 'lost', 'same', 'every'] as const;
export type ShownOutcomes = (typeof shownOutcomes)[number];

/** Whether the list shows a line that ended so. */
export const isShown = (outcome: FlipOutcome, shown: ShownOutcomes): boolean =>
  shown === 'every' || outcome === shown || (shown === 'flips' && outcome !== 'same');

/** Passed trials of all that count. */
export interface PassedOf {
  passed: number;
  trials: number;
}

/** One line of the ledger. */
export interface LedgerPair {
  benchmark: string;
  task: string;
  /** A condition's id. */
  condition: string;
  outcome: FlipOutcome;
  baseline: PassedOf;
  withMemory: PassedOf;
  /** Ids of the memories that stood in the prompt of any of its trials. */
  memories: readonly string[];
}

export interface ProportionEstimate {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
}

export interface LedgerSettings {
  resamples: number;
  level: number;
  seed: number;
}

/** The pairs of one condition on one benchmark, counted. */
export interface LedgerGroup {
  condition: string;
  /** Null for all benchmarks of the condition together. */
  benchmark: string | null;
  taskCount: number;
  gained: number;
  lost: number;
  /** Exact two-sided McNemar over the tasks that flipped. */
  pValue: number;
  midP: number;
  /** Benjamini–Hochberg over all groups of the answer. */
  qValue: number;
  /** (gained − lost) / tasks: a difference of proportions in [−1, 1]. */
  difference: ProportionEstimate;
  /** Why the limits are not BCa, or missing; null when they are. */
  intervalReason: string | null;
}

/** A memory in prompts, by how the tasks ended whose prompts held it. */
export interface MemoryFlips {
  memory: string;
  gained: number;
  lost: number;
  same: number;
  /**
   * Fisher's exact test: whether, among the tasks that flipped, those with the memory were lost more or less often
   * than those without. Not estimable where not even the most one-sided table would have p < 0.05.
   */
  pValue: Estimate;
  /** Benjamini–Hochberg over the memories that could be tested. */
  qValue: number | null;
}

export interface LedgerFilter {
  benchmark?: string | undefined;
  /** Conditions that are shown; all when left out. */
  conditions?: ReadonlySet<string> | undefined;
  memory?: string | undefined;
}

/** The pairs that a filter lets through. @complexity O(pairs · memories of a prompt) */
export const filterPairs = (
  pairs: readonly LedgerPair[],
  { benchmark, conditions, memory }: LedgerFilter,
): LedgerPair[] =>
  pairs.filter(
    (pair) =>
      (benchmark === undefined || pair.benchmark === benchmark) &&
      (conditions === undefined || conditions.has(pair.condition)) &&
      (memory === undefined || pair.memories.includes(memory)),
  );
