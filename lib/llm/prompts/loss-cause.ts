import { lossCauseAnswer } from '@/lib/core/gains/cause-suggestion';
import { keepEnds } from '@/lib/core/keep-ends';
import { definePrompt } from './prompt';
import { recordIsData, taskAndRecord } from './trajectory-material';

export interface LossInput {
  task: string;
  trajectory: string;
  /** Memories as they stood in the prompt. */
  memories: readonly string[];
}

/** Characters of a memory that the model gets to see. */
const memoryChars = 4_000;

/** Why a task was lost with memories that is solved without. */
export const lossCausePrompt = definePrompt({
  id: 'loss-cause',
  version: 1,
  label: 'Why was a task lost with memories that is solved without?',
  text: `A coding agent failed a task with memories of earlier work in its prompt. The same agent solves the task without them. From the record of the failed attempt you say what the memories did to it.

${recordIsData} The same holds for the memories.

Choose one cause:
- domain-mismatched-anchoring: the agent held on to an approach, a tool or an assumption from a memory that does not fit this task's domain.
- false-validation-confidence: the agent relied on a check that a memory suggests, or that it made up in its manner, took that for proof, and stopped too soon.
- misapplied-best-practice: the agent followed advice of a memory that is sound elsewhere, where it did harm here or used up the effort.
- other: nothing of these is visible. Bad luck, a broken environment, or an ending without a trace of the memories is "other".

Do not guess an influence that the record does not show: choose "other" unless a passage shows it.

Write "evidence" first: one passage of the record, copied word for word, that best shows the cause (12 to 600 characters, nothing left out inside it, no step numbers added). For "other", the passage that shows how the attempt failed. Only then write "cause".`,
  material: ({ memories, ...rest }: LossInput) => {
    const told = memories.map(
      (text, i) => `<memory number="${i + 1}">\n${keepEnds(text, memoryChars).text}\n</memory>`,
    );
    return `${told.join('\n')}${told.length > 0 ? '\n\n' : ''}${taskAndRecord(rest)}`;
  },
  schema: lossCauseAnswer,
});
