import type { Step } from '@/lib/core/vocabulary';
import type { LoggedRetrieval } from '../importer';

/** The paper's heads of memories, and those of the hand-picked guidelines that it tried in their place. */
const head = /^(?:# Memory Item \d+:?|\[Guideline \d+\])[ \t]*$/gm;

/**
 * The memories that were appended to a prompt: sections `# Memory Item 1`, `# Memory Item 2`, … up to its end.
 * They carry no scores and no ids; null when the prompt holds none.
 */
export function readPromptMemories(prompt: string): LoggedRetrieval | null {
  const starts = [...prompt.matchAll(head)];
  if (starts.length === 0) return null;
  const hits = starts.map((start, i) => {
    const text = prompt.slice(start.index + start[0].length, starts[i + 1]?.index).trim();
    return { rank: i + 1, score: null, memoryExternalId: null, text };
  });
  return { query: null, method: null, hits };
}

/** {@link readPromptMemories} of what a trajectory's agent was told before it began, by the system or the user. */
export function memoriesInPrompt(steps: readonly Step[]): LoggedRetrieval | null {
  for (const step of steps) {
    // Demonstrations are other runs, whose agents do not end the prompt of this one.
    if (step.copied) continue;
    if (step.source === 'agent') return null;
    const found = readPromptMemories(step.message);
    if (found) return found;
  }
  return null;
}
