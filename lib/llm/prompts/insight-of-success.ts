import { insightsAnswer } from '@/lib/core/memories/answers';
import { insightForm } from './insight-form';
import { definePrompt } from './prompt';
import { recordIsData, taskRecordAndEnding } from './trajectory-material';

/** What made a trial succeed, said so that it helps elsewhere. */
export const insightOfSuccessPrompt = definePrompt({
  id: 'insight-of-success',
  version: 1,
  label: 'Insights of a trial that passed',
  text: `A coding agent solved a task. Find out what in its way of working made the difference, and say it so that it helps on other tasks, in other code, in other languages.

${recordIsData}

Ask yourself: at which point could this have gone wrong, and what did the agent do there that kept it right? A good insight would have been useful to the agent before it began.

${insightForm}`,
  material: taskRecordAndEnding,
  schema: insightsAnswer,
});
