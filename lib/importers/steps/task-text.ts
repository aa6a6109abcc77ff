import type { Step } from '@/lib/core/vocabulary';
import { contentHash } from '../content-hash';

/**
 * What the agent was asked: the first user message, without the frame that mini-swe-agent's templates put around
 * the task. Null when nobody asked anything.
 */
export function taskTextOf(steps: readonly Step[]): string | null {
  const asked = steps.find((step) => step.source === 'user' && step.message.trim() !== '')?.message;
  if (!asked) return null;
  const described =
    /<pr_description>\s*(?:Consider the following PR description:\s*)?([\s\S]*?)<\/pr_description>/.exec(
      asked,
    );
  const solved = /^Please solve this issue: ([\s\S]*?)\n\s*You can execute bash commands/.exec(asked);
  return (described?.[1] ?? solved?.[1] ?? asked).trim();
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
