import type { Step } from '@/lib/core/vocabulary';
import { contentHash } from '../content-hash';
import { enclosedText } from './enclosed-text';

/**
 * What the agent was asked: the first user message, without the frame that mini-swe-agent's templates put around
 * the task. Null when nobody asked anything.
 */
export function taskTextOf(steps: readonly Step[]): string | null {
  const asked = steps.find((step) => step.source === 'user' && step.message.trim() !== '')?.message;
  if (!asked) return null;
  const described = enclosedText(asked, '<pr_description>', '</pr_description>')?.text;
  if (described !== undefined) return described.replace(/^Consider the following PR description:\s*/, '');
  const opening = 'Please solve this issue: ';
  const solved = asked.startsWith(opening)
    ? enclosedText(asked, opening, '\nYou can execute bash commands')
    : null;
  return solved?.text ?? asked.trim();
}

/**
 * A name for a task that the logs do not name: trajectories that were asked the same share it.
 *
 * @param fallback  used when nothing was asked
 */
export function taskNameFor(taskText: string | null, fallback: string): string {
  if (!taskText) return fallback;
  const words = taskText
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `${words.slice(0, 48).replace(/-+$/, '')}-${contentHash(taskText).slice(0, 8)}`;
}
