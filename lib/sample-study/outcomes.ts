import type { Random } from '@/lib/core/random';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import { type SampleTask, sampleTasks } from './sample-tasks';

/**
 * What each memory type does to the chance of passing, as a difference of proportions: the truth that a measurement
 * on the sample study should find. Chosen to rise with abstraction, which is the direction that was published for
 * memories from other domains (arXiv:2604.14004); the sizes are ours.
 */
export const builtInEffects: Readonly<Record<MemoryType, number>> = {
  trajectory: -0.02,
  workflow: 0,
  summary: 0.02,
  insight: 0.06,
};

export type SampleCondition = 'zero-shot' | MemoryType;
export const sampleConditions: readonly SampleCondition[] = ['zero-shot', ...memoryTypes];
export const attemptCount = 3;

/** How often an attempt shares its luck with the same attempt under the other conditions. */
const sharedLuck = 0.6;
/** How far a task's own pass rate may lie from its benchmark's mean. */
const spread = 0.3;

const effectOf = (condition: SampleCondition) => (condition === 'zero-shot' ? 0 : builtInEffects[condition]);

export interface Outcome {
  task: SampleTask;
  condition: SampleCondition;
  /** 1-based. */
  attempt: number;
  passed: boolean;
}

/**
 * Draws who passes. Every task has a pass rate of its own, within [0.05, 0.95] of every condition, so that the
 * built-in effect is the exact expected difference on each task. Attempts are partly coupled between conditions, as
 * they are in practice: an easy attempt is easy for everyone.
 *
 * @returns tasks × conditions × attempts, in that order
 */
export function drawOutcomes(random: Random, tasks: readonly SampleTask[] = sampleTasks): Outcome[] {
  return tasks.flatMap((task) => {
    const mean = task.benchmark.meanPassRate;
    const room = Math.min(spread, mean - 0.07, 0.89 - mean);
    const withoutMemory = mean + room * (2 * random() - 1);
    const luck = Array.from({ length: attemptCount }, random);
    return sampleConditions.flatMap((condition) =>
      luck.map((shared, i) => {
        const drawn = random() < sharedLuck ? shared : random();
        return { task, condition, attempt: i + 1, passed: drawn < withoutMemory + effectOf(condition) };
      }),
    );
  });
}
