import type { TaskKey } from '@/lib/core/gains/report';

/** The page of a task: in the later version where it has it, else in the earlier; null when it is gone from both. */
export type TaskLink = (task: TaskKey) => string | null;

type KnownTask = TaskKey & { id: string };

const keyOf = ({ benchmark, task }: TaskKey) => `${benchmark}\u0000${task}`;

/** Finds pages of tasks by their names. */
export function taskLinks(
  ids: { before: string; after: string },
  before: readonly KnownTask[],
  after: readonly KnownTask[],
): TaskLink {
  const pages = new Map<string, string>();
  for (const one of before) pages.set(keyOf(one), `/studies/${ids.before}/tasks/${one.id}`);
  for (const one of after) pages.set(keyOf(one), `/studies/${ids.after}/tasks/${one.id}`);
  return (task) => pages.get(keyOf(task)) ?? null;
}
