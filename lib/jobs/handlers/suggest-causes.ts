import { z } from 'zod';
import type { Db } from '@/db/client';
import { answerAbout, type CauseSpec, causeSpec } from '@/lib/core/gains/cause-suggestion';
import { type AskOptions, askLlm, type LlmAnswer } from '@/lib/llm';
import { prompts } from '@/lib/llm/prompts';
import { promptMessages } from '@/lib/llm/prompts/prompt';
import { setLossCause } from '@/lib/mutations/loss-causes';
import { causeJudge, type LossToExplain, listUnexplained, loadLoss } from '@/lib/queries/unexplained-losses';
import { type AskedSoFar, askEach, countReasons } from '../ask-each';
import { defineJob } from '../job';
import { spentBefore, sumOfSpent } from '../spent-before';

/** Reasoning models spend part of it on thinking. */
const maxOutputTokens = 2_048;
/** Failures that are told one by one; all are counted. */
const listedFailures = 100;

const count = (n: number) => n.toLocaleString('en-US');

/** Has a language model say why tasks were lost, with a passage of the record; what it has explained is not asked again. */
export const suggestCauses = defineJob({
  name: 'suggest-causes',
  label: 'Explain losses',
  input: causeSpec.extend({ studyId: z.string() }),
  async run({ db, input, jobId, signal, report }) {
    const before = await spentBefore(db, jobId);
    const { losses, withoutTrajectory } = await listUnexplained(db, input.studyId, input);
    const tell = (soFar: AskedSoFar) =>
      report(
        losses.length === 0 ? 1 : (soFar.done + soFar.failed) / losses.length,
        `${count(soFar.done)} of ${count(losses.length)} losses explained`,
        { spent: sumOfSpent(before, soFar) },
      );
    const end = await askEach({
      items: losses,
      work: input,
      db,
      signal,
      ask: (loss, options) => explain(db, loss, input, options),
      onSettled: tell,
      spent: before,
    });
    if (end.stopped && end.stopped.reason !== 'budget') throw end.stopped;
    const left = losses.length - end.done;
    const why = end.stopped ? 'at the budget' : 'without an answer';
    report(1, `${count(end.done)} losses explained${left > 0 ? `, ${count(left)} left ${why}` : ''}`);
    return {
      ...{ judge: causeJudge(input.model), explained: end.done, left, withoutTrajectory },
      usage: end.usage,
      stopped: end.stopped?.reason ?? null,
      failures: countReasons(end.failures),
      failed: end.failures.slice(0, listedFailures).map(({ item, error }) => ({
        ...item,
        reason: error.reason,
        message: error.message,
      })),
    };
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
