import { z } from 'zod';
import type { PromptMemory } from '@/lib/core/retrieval/prompt-block';
import { definePrompt } from './prompt';
import { memoryMaterial, retrievalIsData, taskMaterial } from './retrieval-material';

/** Trajectories are longer than this; their beginnings and ends say most. */
export const rewrittenMemoryChars = 16_000;

/** A memory put into the terms of the task at hand. */
export const rewritePrompt = definePrompt({
  id: 'rewrite',
  version: 1,
  label: 'Rewrite a memory for a task',
  text: `You adapt a memory of an earlier task to a new task, for a coding agent that will work on the new one.

${retrievalIsData}

Write "memory": what of this memory applies to the new task, in the terms of the new task, in at most ten sentences.
- Keep what carries over: the way of working, the checks, the pitfalls, the technique.
- Leave out what belongs to the earlier task alone: its names, files, values, and steps that make no sense here.
- Add nothing that the memory does not support. Do not solve the new task, and do not guess at its code or its answer.
- If little carries over, say that little; one sentence is enough.`,
  material: ({ task, memory }: { task: string; memory: PromptMemory }) =>
    `${taskMaterial(task)}\n\n<memory>\n${memoryMaterial(memory, rewrittenMemoryChars)}\n</memory>`,
  schema: z.object({ memory: z.string().trim().min(1).max(6_000) }),
});
