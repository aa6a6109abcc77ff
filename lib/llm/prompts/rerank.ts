import { z } from 'zod';
import type { PromptMemory } from '@/lib/core/retrieval/prompt-block';
import { definePrompt } from './prompt';
import { memoryMaterial, retrievalIsData, taskMaterial } from './retrieval-material';

/** Enough of a memory to tell what it is good for; twenty of them stay below ten thousand tokens. */
export const rerankedMemoryChars = 1_500;

/** Which of the memories that a search found would help most. It sees neither scores nor the order of the search. */
export const rerankPrompt = definePrompt({
  id: 'rerank',
  version: 1,
  label: 'Rank memories anew',
  text: `You choose which memories of earlier tasks a coding agent should be given for a new task.

${retrievalIsData}

Prefer memories that would change what the agent does for the better: a way of working, a check, a pitfall or a technique that applies to this task, even when it comes from a very different one. A memory that only shares words or a subject with the task does not help. One that would lead the agent astray, because its conditions do not hold here, comes last.

Write "reason" first: one or two sentences on what this task needs. Then "ranking": the numbers of the memories, the most helpful first, without repeats.`,
  material: ({ task, memories }: { task: string; memories: readonly PromptMemory[] }) =>
    [
      taskMaterial(task),
      ...memories.map(
        (memory, i) =>
          `<memory number="${i + 1}">\n${memoryMaterial(memory, rerankedMemoryChars)}\n</memory>`,
      ),
    ].join('\n\n'),
  schema: z.object({
    reason: z.string().trim().min(1).max(2_000),
    ranking: z.array(z.int().min(1)).min(1).max(200),
  }),
});
