import Link from 'next/link';
import type { TaskKey } from '@/lib/core/gains/report';
import type { TaskLink } from './task-links';

/** A task by its name, leading to its page. */
export function TaskName({ task, linkOf }: { task: TaskKey; linkOf: TaskLink }) {
  const href = linkOf(task);
  if (!href) return <span className="break-words">{task.task}</span>;
  return (
    <Link className="link break-words" href={href}>
      {task.task}
    </Link>
  );
}
