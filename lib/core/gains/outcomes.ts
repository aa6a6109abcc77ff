import { type RewardState, rewardState, rewardStates } from './missing';
import type { GainsTrial } from './report';

/** One condition's trials by column; all of one length. */
export interface TrialColumns {
  /** Place of the task in Outcomes.tasks. */
  task: Int32Array;
  /** NaN where there is none. */
  reward: Float64Array;
  /** Place in rewardStates. */
  state: Uint8Array;
  /** Place in Outcomes.exceptionTypes of what it broke off with; −1 where it did not. */
  exception: Int32Array;
  /** −1 where the log numbers none. */
  attempt: Int32Array;
  /** Input and output together; NaN where unknown. */
  tokens: Float64Array;
  /** NaN where unknown. */
  costUsd: Float64Array;
}

/** The outcomes of a study by column: small to hold, and quick to hand to another thread. */
export interface Outcomes {
  /** Sorted by name. */
  benchmarks: string[];
  /** Sorted by benchmark and name; `benchmark` is a place in `benchmarks`. */
  tasks: { benchmark: number; name: string }[];
  exceptionTypes: string[];
  /** Per condition id its trials; a condition without trials may be absent. */
  trials: Map<string, TrialColumns>;
}

const unknown = (value: number | null | undefined) => value ?? Number.NaN;

/** @complexity O(trials + tasks log tasks) */
export function toOutcomes(trials: readonly GainsTrial[]): Outcomes {
  const names = new Map<string, Map<string, number>>();
  for (const { benchmark, task } of trials) {
    const tasks = names.get(benchmark) ?? new Map<string, number>();
    names.set(benchmark, tasks.set(task, -1));
  }
  const benchmarks = [...names.keys()].sort();
  const tasks = benchmarks.flatMap((name, benchmark) =>
    [...names.get(name)!.keys()].sort().map((task) => ({ benchmark, name: task })),
  );
  tasks.forEach(({ benchmark, name }, place) => {
    names.get(benchmarks[benchmark]!)!.set(name, place);
  });

  const byCondition = new Map<string, GainsTrial[]>();
  for (const trial of trials) {
    const own = byCondition.get(trial.condition);
    if (own) own.push(trial);
    else byCondition.set(trial.condition, [trial]);
  }
  const exceptionTypes = [...new Set(trials.flatMap((trial) => exceptionOf(trial) ?? []))].sort();
  const columns = (own: GainsTrial[]): TrialColumns => ({
    task: Int32Array.from(own, ({ benchmark, task }) => names.get(benchmark)!.get(task)!),
    reward: Float64Array.from(own, ({ reward }) => unknown(reward)),
    state: Uint8Array.from(own, (trial) => rewardStates.indexOf(stateOf(trial))),
    exception: Int32Array.from(own, (trial) => exceptionTypes.indexOf(exceptionOf(trial) ?? '')),
    attempt: Int32Array.from(own, ({ attempt }) => attempt ?? -1),
    tokens: Float64Array.from(own, ({ tokens }) => unknown(tokens)),
    costUsd: Float64Array.from(own, ({ costUsd }) => unknown(costUsd)),
  });
  return {
    benchmarks,
    tasks,
    exceptionTypes,
    trials: new Map([...byCondition].map(([condition, own]) => [condition, columns(own)])),
  };
}

const exceptionOf = ({ exception, exceptionType }: GainsTrial): string | null =>
  exceptionType ?? (exception ? 'unnamed' : null);

/** What is known of a trial's reward; see rewardState. */
export const stateOf = (trial: GainsTrial): RewardState => rewardState(trial.reward, exceptionOf(trial));

/** The same as a list of trials, condition by condition. */
export function toTrials({ benchmarks, tasks, exceptionTypes, trials }: Outcomes): GainsTrial[] {
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return [...trials].flatMap(([condition, own]) =>
    Array.from(own.task, (place, i): GainsTrial => {
      const { benchmark, name } = tasks[place]!;
      const exceptionType = exceptionTypes[own.exception[i]!] ?? null;
      const unreadable = rewardStates[own.state[i]!] === 'not-a-number';
      return {
        benchmark: benchmarks[benchmark]!,
        task: name,
        condition,
        reward: unreadable ? Number.NaN : known(own.reward[i]!),
        exception: exceptionType !== null,
        exceptionType,
        attempt: own.attempt[i]! < 0 ? null : own.attempt[i]!,
        tokens: known(own.tokens[i]!),
        costUsd: known(own.costUsd[i]!),
      };
    }),
  );
}

/** The same outcomes with the trials of these conditions alone. */
export function outcomesOf({ trials, ...rest }: Outcomes, conditions: Iterable<string>): Outcomes {
  const own = new Map<string, TrialColumns>();
  for (const id of conditions) {
    const columns = trials.get(id);
    if (columns) own.set(id, columns);
  }
  return { ...rest, trials: own };
}

/** The most trials that any task has under one condition: the largest k that may be estimable. */
export function mostAttempts({ tasks, trials }: Outcomes): number {
  let most = 0;
  for (const { task } of trials.values()) {
    const counts = new Int32Array(tasks.length);
    for (const place of task) most = Math.max(most, ++counts[place]!);
  }
  return most;
}
