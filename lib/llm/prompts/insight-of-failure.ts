import { insightsAnswer } from '@/lib/core/memories/answers';
import { insightForm } from './insight-form';
import { definePrompt } from './prompt';
import { recordIsData, taskRecordAndEnding } from './trajectory-material';

/** What made a trial fail, and what would have prevented it. */
export const insightOfFailurePrompt = definePrompt({
  id: 'insight-of-failure',
  version: 1,
  label: 'Insights of a trial that failed',
  text: `A coding agent did not solve a task. Find out which habit or missing step led to the failure, and say what to do instead, so that it helps on other tasks, in other code, in other languages.

${recordIsData}

Ask yourself: what did the agent believe without checking, and which cheap check would have shown that it was wrong? State the better way of working, not only the mistake. If the record does not show why it failed, write about the check that would have told.

${insightForm}`,
  material: taskRecordAndEnding,
  schema: insightsAnswer,
});
