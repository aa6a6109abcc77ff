import type { Step } from '@/lib/core/vocabulary';
import type { LoggedRetrieval } from '../importer';

/**
 * The memories that were appended to a system prompt: sections `# Memory Item 1`, `# Memory Item 2`, … up to its end.
 * They carry no scores and no ids; null when the prompt holds none.
 */
export function readPromptMemories(systemPrompt: string): LoggedRetrieval | null {
  const starts = [...systemPrompt.matchAll(/^# Memory Item \d+:?[ \t]*$/gm)];
  if (starts.length === 0) return null;
  const hits = starts.map((start, i) => {
    const text = systemPrompt.slice(start.index + start[0].length, starts[i + 1]?.index).trim();
    return { rank: i + 1, score: null, memoryExternalId: null, text };
  });
  return { query: null, method: null, hits };
}

/** {@link readPromptMemories} of a trajectory's system prompt. */
export function memoriesInPrompt(steps: readonly Step[]): LoggedRetrieval | null {
  const system = steps.find((step) => step.source === 'system');
  return system ? readPromptMemories(system.message) : null;
}
