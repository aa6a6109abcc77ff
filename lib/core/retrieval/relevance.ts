/** How relevant a memory is for a task. 1 and 2 count as relevant where only yes or no is asked. */
export const relevanceGrades = [0, 1, 2] as const;
export type RelevanceGrade = (typeof relevanceGrades)[number];

export const gradeNames: Readonly<Record<RelevanceGrade, string>> = {
  0: 'not relevant',
  1: 'somewhat relevant',
  2: 'just what is needed',
};

/** The judge of marks that people set. */
export const handJudge = 'hand';

/**
 * Labels that come from logged outcomes instead of a judge: 1 where the measured uplift is above 0, else 0. `uplift-task`
 * asks the trials of the very task that held the memory, and labels no other pair; `uplift-memory` asks all trials that
 * held it, and labels it alike for every task.
 */
export const upliftSources = ['uplift-task', 'uplift-memory'] as const;
export type UpliftSource = (typeof upliftSources)[number];

export const isUpliftSource = (source: string): source is UpliftSource =>
  (upliftSources as readonly string[]).includes(source);

/** What a source of labels is called on screen. */
export function labelSourceName(source: string): string {
  if (source === handJudge) return 'by hand';
  if (source === 'uplift-task') return 'measured uplift on the task';
  if (source === 'uplift-memory') return 'measured uplift of the memory';
  return source;
}
