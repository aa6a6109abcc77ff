import type { ArmSummary } from './arm-summary';
import { settingKey } from './grid';
import type { RetrievalSetting } from './setting';

/** The same setting without memories that may give answers away. */
export const twinOf = (setting: RetrievalSetting): RetrievalSetting => ({
  ...setting,
  withoutSuspects: true,
});

/** The twins that arms lack, in the order of the arms. @complexity O(arms) */
export function missingTwins(arms: readonly RetrievalSetting[]): RetrievalSetting[] {
  const present = new Set(arms.map(settingKey));
  return arms.map(twinOf).filter((twin) => {
    const key = settingKey(twin);
    const isNew = !present.has(key);
    present.add(key);
    return isNew;
  });
}

/** An arm and its twin, by their places. */
export interface TwinPair {
  original: number;
  twin: number;
}

/** Every arm that has a twin, with it. @complexity O(arms) */
export function twinPairs(arms: readonly RetrievalSetting[]): TwinPair[] {
  const places = new Map(arms.map((arm, place) => [settingKey(arm), place]));
  return arms.flatMap((arm, original) => {
    const twin = arm.withoutSuspects ? undefined : places.get(settingKey(twinOf(arm)));
    return twin === undefined ? [] : [{ original, twin }];
  });
}

/** What an arm retrieves otherwise without suspects. */
export interface TwinChange extends TwinPair {
  /** Tasks for which another list was retrieved, out of those that both could search for. */
  tasksAffected: number;
  tasks: number;
  /** Memories that the original retrieved for a task and the twin did not. */
  hitsGone: number;
  /** Memories that came in their place: fewer where nothing was left to take. */
  hitsReplaced: number;
}

/**
 * Compares arms with their twins, task by task.
 *
 * @param rankings  arm × task → memories, best first; null where an arm could not search
 * @complexity O(pairs · tasks · topN)
 */
export function twinChanges(
  arms: readonly RetrievalSetting[],
  rankings: readonly (readonly (readonly string[] | null)[])[],
): TwinChange[] {
  return twinPairs(arms).map(({ original, twin }) => {
    const change: TwinChange = { original, twin, tasksAffected: 0, tasks: 0, hitsGone: 0, hitsReplaced: 0 };
    rankings[original]!.forEach((before, task) => {
      const after = rankings[twin]![task];
      if (!before || !after) return;
      change.tasks++;
      if (before.length !== after.length || before.some((id, rank) => id !== after[rank]))
        change.tasksAffected++;
      change.hitsGone += before.filter((id) => !after.includes(id)).length;
      change.hitsReplaced += after.filter((id) => !before.includes(id)).length;
    });
    return change;
  });
}

/** Figures of two arms side by side; null where one of them has none. */
export interface FigureChange {
  name: string;
  before: number | null;
  after: number | null;
}

/** What a twin's figures are beside those of its original. */
export function figureChanges(original: ArmSummary, twin: ArmSummary): FigureChange[] {
  const figures: [string, (summary: ArmSummary) => number | null][] = [
    ['median score', ({ scores }) => scores?.median ?? null],
    ['failures', ({ failureShare }) => failureShare.value],
    ['abstraction', ({ meanAbstraction }) => meanAbstraction.value],
    ['redundancy', ({ redundancy }) => redundancy.value],
    ['tokens', ({ meanPromptTokens }) => meanPromptTokens.value],
    ['short', ({ shortTasks }) => shortTasks],
  ];
  return figures.map(([name, of]) => ({ name, before: of(original), after: of(twin) }));
}

/** Which arms are shown: those that may retrieve suspects, their twins in their place, or all. */
export const suspectViews = ['both', 'with', 'without'] as const;
export type SuspectView = (typeof suspectViews)[number];

export const inView = ({ withoutSuspects }: RetrievalSetting, view: SuspectView): boolean =>
  view === 'both' || withoutSuspects === (view === 'without');

/** The place of an arm in a view, of its counterpart where it is not shown, or null where neither is. */
export function placeInView(
  arms: readonly RetrievalSetting[],
  place: number,
  view: SuspectView,
): number | null {
  const arm = arms[place];
  if (!arm) return null;
  if (inView(arm, view)) return place;
  const pair = twinPairs(arms).find(
    ({ original, twin }) => (arm.withoutSuspects ? twin : original) === place,
  );
  return pair ? (arm.withoutSuspects ? pair.original : pair.twin) : null;
}
