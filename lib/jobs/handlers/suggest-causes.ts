import { z } from 'zod';
import type { Db } from '@/db/client';
import { answerAbout, type CauseSpec, causeSpec } from '@/lib/core/gains/cause-suggestion';
import { type AskOptions, askLlm, type LlmAnswer } from '@/lib/llm';
import { prompts } from '@/lib/llm/prompts';
import { promptMessages } from '@/lib/llm/prompts/prompt';
import { setLossCause } from '@/lib/mutations/loss-causes';
import { causeJudge, type LossToExplain, listUnexplained, loadLoss } from '@/lib/queries/unexplained-losses';
import { askEachInJob } from '../ask-each-job';
import { defineJob } from '../job';

/** Reasoning models spend part of it on thinking. */
const maxOutputTokens = 2_048;

/** Has a language model say why tasks were lost, with a passage of the record; what it has explained is not asked again. */
export const suggestCauses = defineJob({
  name: 'suggest-causes',
  label: 'Explain losses',
  input: causeSpec.extend({ studyId: z.string() }),
  async run(run) {
    const { db, input } = run;
    const { losses, withoutTrajectory } = await listUnexplained(db, input.studyId, input);
    const { done, ...rest } = await askEachInJob(run, {
      items: losses,
      work: input,
      words: 'losses explained',
      ask: (loss, options) => explain(db, loss, input, options),
    });
    return { judge: causeJudge(input.model), explained: done, withoutTrajectory, ...rest };
  },
});

async function explain(
  db: Db,
  loss: LossToExplain,
  { studyId, model, seed }: CauseSpec & { studyId: string },
  options: AskOptions,
): Promise<LlmAnswer<unknown>> {
  const prompt = prompts['loss-cause'];
  const material = await loadLoss(db, loss);
  const messages = promptMessages(prompt, material);
  // A quotation that the record does not hold is an answer that does not fit: the model is told so once.
  const schema = answerAbout(material.trajectory);
  const answer = await askLlm({ prompt, model, messages, schema, seed, maxOutputTokens }, options);
  const { taskId, conditionId } = loss;
  await setLossCause(db, { studyId, taskId, conditionId, judge: causeJudge(model), ...answer.value });
  return answer;
}
