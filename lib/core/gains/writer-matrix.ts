import { groupBy } from '@/lib/core/group-by';
import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { isWithoutMemory } from './baselines';
import type { TransferCondition, TransferInput, WriterCell, WriterMatrix } from './transfer-report';
import { meanOf, sharesByTask, taskKey, taskMeans, toUplift, toUplifts, type UpliftTrial } from './uplifts';

/** The condition without memory of the same model: the baseline where it is that model's, else the first that says so. */
export function referenceOf(
  model: string,
  conditions: readonly TransferCondition[],
  baseline: string,
): TransferCondition | null {
  const own = conditions.filter((one) => one.model === model);
  return (
    own.find(({ id }) => id === baseline) ??
    own.find(({ label, memoryType }) => isWithoutMemory({ label, settings: { memoryType } })) ??
    null
  );
}

/**
 * Who wrote the memories against who used them: gain of the trials of a model whose prompts held memories that one other
 * wrote, over the same model without memory on the same tasks.
 *
 * @param input trials of all conditions; a memory type keeps conditions of that type alone
 * @returns shares and gains with counts; a user without a zero-shot condition has no gains
 * @complexity O(trials + cells · resamples)
 */
export function writerMatrix(input: TransferInput): WriterMatrix {
  const byId = new Map(input.conditions.map((one) => [one.id, one]));
  const userOf = (id: string): string | null => byId.get(id)?.model ?? null;
  const held = input.trials.filter(({ condition, sources, writers }) => {
    const { memoryType, model } = byId.get(condition)!;
    const wanted = input.memoryType === undefined || memoryType === input.memoryType;
    return wanted && model !== null && condition !== input.baseline && sources.length + writers.length > 0;
  });
  const single = held.filter(({ writers }) => writers.length === 1);
  const users = [...new Set(single.map(({ condition }) => userOf(condition)!))].sort();
  const writers = [...new Set(single.map((trial) => trial.writers[0]!))].sort();
  const references = users.map((user) => {
    const found = referenceOf(user, input.conditions, input.baseline);
    const own = found ? input.trials.filter(({ condition }) => condition === found.id) : [];
    return { user, label: found?.label ?? null, shares: sharesByTask(own, input) };
  });
  const uplifts = references.flatMap(({ user, shares }) =>
    toUplifts(
      single.filter(({ condition }) => userOf(condition) === user),
      shares,
      input,
    ).map((trial) => ({ user, trial })),
  );
  return {
    ...{ writers, users },
    cells: toCells(writers, users, uplifts, references, input),
    references: references.map(({ user, label, shares }) => ({
      ...{ user, label, taskCount: shares.size },
      rate: shares.size > 0 ? meanOf([...shares.values()]) : null,
    })),
    mixed: held.filter((trial) => trial.writers.length > 1).length,
    unknown: held.filter((trial) => trial.writers.length === 0).length,
  };
}

function toCells(
  writers: readonly string[],
  users: readonly string[],
  uplifts: readonly { user: string; trial: UpliftTrial }[],
  references: readonly { user: string; label: string | null }[],
  { resamples, level, seed }: TransferInput,
): WriterCell[] {
  const byCell = groupBy(uplifts, ({ user, trial }) => `${trial.writers[0]}\u0000${user}`);
  const unreferenced = new Set(references.filter(({ label }) => label === null).map(({ user }) => user));
  return writers.flatMap((writer) =>
    users.map((user): WriterCell => {
      const own = byCell.get(`${writer}\u0000${user}`)?.map(({ trial }) => trial) ?? [];
      // Benchmarks are resampled by themselves, as everywhere where tasks of several stand together.
      const strata = [...groupBy(own, ({ benchmark }) => benchmark).values()].map(taskMeans);
      const mean = strata.length > 0 ? pairedBootstrap(strata, { resamples, level, seed }).pooled : undefined;
      const tasks = groupBy(own, taskKey);
      const reason = unreferenced.has(user)
        ? `no condition of ${user} without memory to compare with`
        : 'no trial with these memories on a task that was also tried without';
      return {
        ...{ writer, user },
        ...toUplift(mean, { taskCount: tasks.size, trialCount: own.length }, reason),
        rate:
          tasks.size > 0
            ? meanOf([...tasks.values()].map((trials) => meanOf(trials.map(({ passed }) => passed))))
            : null,
      };
    }),
  );
}
