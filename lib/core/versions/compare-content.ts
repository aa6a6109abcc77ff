import type { TaskKey } from '@/lib/core/gains/report';
import type { StudyVersion, VersionMemory, VersionTrial } from './study-version';

/** What is on one side alone, and what differs between the two; `same` counts the rest. */
export interface ContentChange<T, C = T> {
  added: T[];
  removed: T[];
  changed: C[];
  same: number;
}

export interface TrialChange {
  id: string;
  /** Where it stands, and with what reward. Null: the verifier never spoke. */
  before: TrialState;
  after: TrialState;
}

export type TrialState = Pick<
  VersionTrial,
  'benchmark' | 'task' | 'condition' | 'reward' | 'exceptionType' | 'attempt'
>;

export interface MemoryChange extends Pick<VersionMemory, 'pool' | 'id' | 'type'> {
  /** Its name before, where the same content goes by another now; null where its content is another. */
  formerly: string | null;
}

export type MemoryKey = Pick<VersionMemory, 'pool' | 'id' | 'type'>;

export interface SettingChange {
  /** A condition's label; null for the study's own. */
  condition: string | null;
  setting: string;
  /** As JSON writes them; null where it was not set. */
  before: string | null;
  after: string | null;
}

const keyOf = (...parts: string[]) => parts.join('\u0000');

function match<T>(before: readonly T[], after: readonly T[], key: (one: T) => string) {
  const known = new Map(before.map((one) => [key(one), one]));
  const there = new Set(after.map(key));
  return {
    added: after.filter((one) => !known.has(key(one))),
    removed: before.filter((one) => !there.has(key(one))),
    pairs: after.flatMap((one) => {
      const other = known.get(key(one));
      return other ? [[other, one] as const] : [];
    }),
  };
}

/** Tasks on one side alone, and those that ask something else, or have another answer. */
export function compareTasks(before: StudyVersion, after: StudyVersion): ContentChange<TaskKey> {
  const { added, removed, pairs } = match(before.tasks, after.tasks, (one) => keyOf(one.benchmark, one.task));
  const named = ({ benchmark, task }: TaskKey): TaskKey => ({ benchmark, task });
  const changed = pairs.filter(([was, is]) => was.hash !== is.hash).map(([, is]) => named(is));
  return {
    added: added.map(named),
    removed: removed.map(named),
    changed,
    same: pairs.length - changed.length,
  };
}

/** Trials on one side alone, and those with another reward, exception, attempt, task or condition. */
export function compareTrials(
  before: StudyVersion,
  after: StudyVersion,
): ContentChange<VersionTrial, TrialChange> {
  const { added, removed, pairs } = match(before.trials, after.trials, ({ id }) => id);
  const state = ({ benchmark, task, condition, reward, exceptionType, attempt }: VersionTrial) => ({
    ...{ benchmark, task, condition, reward, exceptionType, attempt },
  });
  const changed = pairs.flatMap(([was, is]) => {
    const states = { before: state(was), after: state(is) };
    const differs = (Object.keys(states.after) as (keyof TrialState)[]).some(
      (field) => !Object.is(states.before[field], states.after[field]),
    );
    return differs ? [{ id: is.id, ...states }] : [];
  });
  return { added, removed, changed, same: pairs.length - changed.length };
}

/** Memories on one side alone, those with other content, and those whose content goes by another name. */
export function compareMemories(
  before: StudyVersion,
  after: StudyVersion,
): ContentChange<MemoryKey, MemoryChange> {
  const { added, removed, pairs } = match(before.memories, after.memories, (one) => keyOf(one.pool, one.id));
  const named = ({ pool, id, type }: VersionMemory): MemoryKey => ({ pool, id, type });
  const differing = pairs.filter(([was, is]) => was.hash !== is.hash).map(([, is]) => is);
  const gone = new Map<string, VersionMemory[]>();
  for (const one of removed) {
    const key = keyOf(one.pool, one.hash);
    gone.set(key, [...(gone.get(key) ?? []), one]);
  }
  const renamed = new Map<VersionMemory, VersionMemory>();
  for (const one of added) {
    const former = gone.get(keyOf(one.pool, one.hash))?.shift();
    if (former) renamed.set(one, former);
  }
  const former = new Set(renamed.values());
  return {
    added: added.filter((one) => !renamed.has(one)).map(named),
    removed: removed.filter((one) => !former.has(one)).map(named),
    changed: [
      ...differing.map((one) => ({ ...named(one), formerly: null })),
      ...[...renamed].map(([one, { id }]) => ({ ...named(one), formerly: id })),
    ],
    same: pairs.length - differing.length,
  };
}

/** Conditions on one side alone. */
export function compareConditions(
  before: StudyVersion,
  after: StudyVersion,
): { added: string[]; removed: string[] } {
  const { added, removed } = match(before.conditions, after.conditions, ({ label }) => label);
  return { added: added.map(({ label }) => label), removed: removed.map(({ label }) => label) };
}

/** Settings of the study and of conditions on both sides that say something else. */
export function compareSettings(before: StudyVersion, after: StudyVersion): SettingChange[] {
  const { pairs } = match(before.conditions, after.conditions, ({ label }) => label);
  const own = (version: StudyVersion) => ({
    'pass threshold': version.threshold,
    baseline: version.baseline,
  });
  return [
    ...differences(null, own(before), own(after)),
    ...pairs.flatMap(([was, is]) => differences(is.label, was.settings, is.settings)),
  ];
}

function differences(
  condition: string | null,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): SettingChange[] {
  const text = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((setting) => {
    const [was, is] = [text(before[setting]), text(after[setting])];
    return was === is ? [] : [{ condition, setting, before: was, after: is }];
  });
}
