import { judgeAnswer } from '@/lib/core/memories/answers';
import { definePrompt } from './prompt';
import { recordIsData, type TrajectoryInput, taskAndRecord } from './trajectory-material';

/** Whether a trial solved its task. It never sees what the verifier said. */
export const judgePrompt = definePrompt({
  id: 'judge',
  version: 1,
  label: 'Did the trial solve its task?',
  text: `You decide whether a coding agent solved a task, from the record of its work alone. No test results are known beyond those in the record.

${recordIsData}

Judge what was achieved, not what was claimed:
- What exactly does the task require? Every part counts.
- What in the record shows that each part was met: a change that does it, output that confirms it? An agent's own statement that it is done shows nothing.
- Is there a sign of the opposite: a failing check after the last change, a requirement that was skipped, a workaround that only makes the check pass, work that ended before it was handed in?

When the record does not show that the task was solved, it was not.

Write "evidence" first: two to five sentences on what decides it, and only then "solved".`,
  material: (input: Omit<TrajectoryInput, 'passed'>) => taskAndRecord(input),
  schema: judgeAnswer,
});
