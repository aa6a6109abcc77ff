import type { MemoryType } from '@/lib/core/vocabulary';
import type { PoolMatrix } from './pool';

/** The fields of a memory that a prompt shows. */
export interface PromptMemory {
  type: MemoryType;
  title: string;
  description: string;
  content: string;
  sourceTaskText: string | null;
  success: boolean | null;
  /** The memory as it was rewritten for the task; it stands in place of the rest. */
  rewritten?: string | undefined;
}

/** A memory of a pool as a prompt shows it. */
export const promptMemory = (pool: PoolMatrix, row: number): PromptMemory => ({
  type: pool.types[row]!,
  title: pool.titles[row]!,
  description: pool.descriptions[row]!,
  content: pool.contents[row]!,
  sourceTaskText: pool.taskTexts[row]!,
  success: pool.success[row]!,
});

const introductions: Record<MemoryType, string> = {
  trajectory:
    'Below are trajectories of earlier tasks. Use what applies to the task at hand and ignore the rest.',
  workflow:
    'Below are workflows that worked on earlier tasks. Use what applies to the task at hand and ignore the rest.',
  summary: 'Below are summaries of earlier tasks. Use what applies to the task at hand and ignore the rest.',
  insight: 'Below are insights from earlier tasks. Use what applies to the task at hand and ignore the rest.',
};

const verdict = (success: boolean | null): string[] =>
  success === null ? [] : [`## Result: ${success ? 'success' : 'failure'}`];

const sections: Record<MemoryType, (m: PromptMemory) => string[]> = {
  trajectory: (m) => [
    `## Task: ${m.sourceTaskText || m.title}`,
    `## Trajectory:\n${m.content}`,
    ...verdict(m.success),
  ],
  workflow: (m) => [`## Goal: ${m.title}`, `## Workflow:\n${m.content}`],
  summary: (m) => [`## Task: ${m.title}`, `## Summary: ${m.content}`, ...verdict(m.success)],
  insight: (m) => [`## Title: ${m.title}`, `## Description: ${m.description}`, `## Content: ${m.content}`],
};

const sectionsOf = (m: PromptMemory | string): string[] =>
  typeof m === 'string' ? [m] : m.rewritten === undefined ? sections[m.type](m) : [m.rewritten];

/**
 * The text that puts retrieved memories into an agent's prompt: an introduction in the wording of the memories' type,
 * then one numbered section each, best first.
 *
 * @param memories memories in rank order; a plain string stands for a logged text that matches no memory
 * @returns '' for no memories
 */
export function promptBlock(memories: readonly (PromptMemory | string)[]): string {
  if (memories.length === 0) return '';
  const types = new Set(memories.flatMap((m) => (typeof m === 'string' ? [] : [m.type])));
  const [only] = types;
  const introduction =
    types.size === 1 && only
      ? introductions[only]
      : 'Below are memories of earlier tasks. Use what applies to the task at hand and ignore the rest.';
  const items = memories.map((m, i) => [`# Memory Item ${i + 1}`, ...sectionsOf(m)].join('\n'));
  return [introduction, ...items].join('\n\n');
}
