import type { MemoryType } from '@/lib/core/vocabulary';
import type { InsightsAnswer, SummaryAnswer, WorkflowAnswer } from './answers';

/** Where a memory comes from: one trial, and what is known of it. */
export interface MemorySource {
  pool: string;
  /** The trial's own identity, and its id here. */
  trial: { id: string; source: string; externalId: string };
  benchmark: string;
  task: string;
  taskText: string | null;
  /** The model that did the task. */
  model: string | null;
  success: boolean | null;
  /** When the trial ended, as ISO 8601 in universal time; null when nobody knows. */
  endedAt: string | null;
  /** Kept with the memory: what wrote it, with which prompt. */
  details: Record<string, unknown>;
}

/** Answers by the type of memory they become. */
export interface MemoryAnswers {
  trajectory: { text: string };
  workflow: WorkflowAnswer;
  summary: SummaryAnswer;
  insight: InsightsAnswer;
}

interface Texts {
  title: string;
  description: string;
  content: string;
  /** The text whose embedding finds the memory. */
  keyText: string;
}

const titleChars = 120;

/** The first line of a text, cut between words. */
export function titleOf(text: string): string {
  const line = text.trim().split('\n', 1)[0]!.trim();
  if (line.length <= titleChars) return line;
  const cut = line.slice(0, titleChars);
  return `${cut.replace(/\s+\S*$/, '').replace(/[\s,;:.–-]+$/, '')}…`;
}

const numbered = (steps: readonly string[]): string =>
  steps.map((step, i) => `${i + 1}. ${step.replace(/^\s*\d+[.)]\s*/, '')}`).join('\n');

const textsOf: { [T in MemoryType]: (answer: MemoryAnswers[T], source: MemorySource) => Texts[] } = {
  trajectory: ({ text }, { task, taskText }) => {
    const about = taskText?.trim() || task;
    return [{ title: titleOf(about), description: '', content: text, keyText: about }];
  },
  workflow: ({ goal, steps }) => [
    { title: titleOf(goal), description: goal, content: numbered(steps), keyText: goal },
  ],
  summary: ({ task, done, ending }) => [
    { title: titleOf(task), description: task, content: `${done}\n\n${ending}`, keyText: task },
  ],
  insight: ({ insights }) =>
    insights.map(({ title, description, content }) => ({
      title: titleOf(title),
      description,
      content,
      keyText: title,
    })),
};

/**
 * Memories from a validated answer, with where they come from. The key text is the one that Kim et al. embed: the task
 * of a trajectory, the goal of a workflow, the task of a summary, the title of an insight.
 */
export function toMemories<T extends MemoryType>(type: T, answer: MemoryAnswers[T], source: MemorySource) {
  const { trial } = source;
  const texts = textsOf[type](answer, source);
  return texts.map((text, i) => ({
    kind: 'memory' as const,
    pool: source.pool,
    // The trial's own name, so that the same trial gives the same memory after it was imported anew.
    externalId: `${type}/${trial.source}/${trial.externalId}${texts.length > 1 ? `#${i + 1}` : ''}`,
    type,
    ...text,
    sourceBenchmark: source.benchmark,
    sourceTask: source.task,
    sourceTaskText: source.taskText,
    sourceModel: source.model,
    success: source.success,
    // What it tells was known once the trial had ended, whenever it was written down.
    madeAt: source.endedAt,
    embeddings: [] as never[],
    details: { ...source.details, trialId: trial.id },
  }));
}

export type GeneratedMemory = ReturnType<typeof toMemories>[number];
