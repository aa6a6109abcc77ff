import { AppError } from '@/lib/core/errors';
import { baselineOf } from './compute-gains';
import type { FlipOutcome, LedgerPair, SolvedRule } from './ledger';
import type { GainsInput } from './report';
import { type TaskTally, tallyTasks } from './task-tallies';

/** Memories in the prompts of one task under one condition. */
export interface HeldMemories {
  benchmark: string;
  task: string;
  condition: string;
  memories: readonly string[];
}

export interface LedgerInput
  extends Pick<
    GainsInput,
    'trials' | 'conditions' | 'baseline' | 'baselines' | 'passK' | 'threshold' | 'missing'
  > {
  solved: SolvedRule;
  held: readonly HeldMemories[];
}

/** What could not be compared, by condition. */
export interface Unpaired {
  condition: string;
  /** Tasks with at least k counted trials on one side alone. */
  onlyBaseline: number;
  onlyCondition: number;
  /** Compared tasks whose numbers of attempts differ between the sides: whoever has more solves "any" more easily. */
  unequalAttempts: number;
}

export interface LedgerPairs {
  /** By condition in the order of the input, then benchmark, then task. */
  pairs: LedgerPair[];
  unpaired: Unpaired[];
}

const solves: Readonly<Record<SolvedRule, (task: TaskTally) => boolean>> = {
  any: ({ passed }) => passed > 0,
  most: ({ passed, trials }) => 2 * passed > trials,
  all: ({ passed, trials }) => passed === trials,
};

/**
 * Every task under every condition against the baseline: gained, lost or same. A task is compared where both sides have at
 * least `passK` counted trials.
 *
 * @returns lines with the counts they rest on, and what could not be compared
 * @throws AppError `invalid-input` when the baseline is not among the conditions
 * @throws RangeError when a trial names an unknown condition
 * @complexity O(trials + conditions · tasks · log tasks)
 */
export function toLedgerPairs(input: LedgerInput): LedgerPairs {
  const { baseline, baselines = {}, conditions, passK, solved, held } = input;
  const tally = tallyTasks(input);
  if (!tally.has(baseline)) {
    throw new AppError('invalid-input', 'The baseline is not a condition of this study.', {
      hint: 'Choose one of its conditions as the baseline.',
      where: 'baseline',
    });
  }
  const memories = new Map(
    held.map((one) => [keyOf(one.condition, one.benchmark, one.task), one.memories] as const),
  );
  const pairs: LedgerPair[] = [];
  const unpaired: Unpaired[] = [];
  for (const { id } of conditions) {
    const reference = baselineOf(id, { baseline, baselines });
    if (id === reference) continue;
    const before = tally.get(reference)!;
    const after = tally.get(id)!;
    const counts: Unpaired = { condition: id, onlyBaseline: 0, onlyCondition: 0, unequalAttempts: 0 };
    for (const benchmark of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const [first, second] = [before.get(benchmark), after.get(benchmark)];
      for (const task of [...new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])])].sort()) {
        const [one, other] = [counted(first?.get(task), passK), counted(second?.get(task), passK)];
        if (one && other) {
          if (one.trials !== other.trials) counts.unequalAttempts++;
          pairs.push({
            ...{
              benchmark,
              task,
              condition: id,
              outcome: outcomeOf(solves[solved](one), solves[solved](other)),
            },
            baseline: { passed: one.passed, trials: one.trials },
            withMemory: { passed: other.passed, trials: other.trials },
            memories: memories.get(keyOf(id, benchmark, task)) ?? [],
          });
        } else if (one) counts.onlyBaseline++;
        else if (other) counts.onlyCondition++;
      }
    }
    unpaired.push(counts);
  }
  return { pairs, unpaired };
}

const keyOf = (...names: string[]): string => names.join('\u0000');

const counted = (tally: TaskTally | undefined, k: number): TaskTally | null =>
  tally && tally.trials >= k && tally.trials > 0 ? tally : null;

const outcomeOf = (before: boolean, after: boolean): FlipOutcome =>
  before === after ? 'same' : after ? 'gained' : 'lost';
