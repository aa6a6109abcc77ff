import { workflowAnswer } from '@/lib/core/memories/answers';
import { definePrompt } from './prompt';
import { recordIsData, taskRecordAndEnding } from './trajectory-material';

/** One reusable procedure from one trial. */
export const workflowPrompt = definePrompt({
  id: 'workflow',
  version: 1,
  label: 'Workflow of a trial',
  text: `You turn the record of a coding agent's work into a procedure that another agent can follow on tasks of the same kind.

${recordIsData}

Write:
- "goal": one sentence that says what the procedure achieves and when it applies. Describe the kind of problem, not this one: leave out names of projects, files, functions and people.
- "steps": the actions in the order in which they should be done. Each step is one instruction that can be carried out and checked. Put what to look for, or what a command should show, into the step it belongs to. Keep general tools (version control, test runners, search) by name; replace what exists only in this task with a description of its role.

Leave out detours, repetitions and dead ends. If the task was not solved, keep the steps that were sound, and end with the check that would have revealed the failure. Three to ten steps are usual.`,
  material: taskRecordAndEnding,
  schema: workflowAnswer,
});
