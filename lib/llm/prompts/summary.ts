import { summaryAnswer } from '@/lib/core/memories/answers';
import { definePrompt } from './prompt';
import { recordIsData, taskRecordAndEnding } from './trajectory-material';

/** What was to be done, what was done, and how it ended. */
export const summaryPrompt = definePrompt({
  id: 'summary',
  version: 1,
  label: 'Summary of a trial',
  text: `You sum up the record of a coding agent's work for a colleague who will meet a similar task.

${recordIsData}

Write:
- "task": what was asked for, in one or two sentences, so that someone can tell whether a new task is like it.
- "done": what the agent did, in the order that mattered: how it found its way, which approach it chose, what it changed, how it checked the result, where it lost time. Four to eight sentences. Only what the record shows.
- "ending": how it ended and why, in one to three sentences. If it failed, name the step at which it went wrong, as far as the record shows it.

Be concrete. Do not praise, do not advise, do not guess.`,
  material: taskRecordAndEnding,
  schema: summaryAnswer,
});
