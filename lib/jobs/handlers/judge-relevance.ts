import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { ablation, memory, task } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type JudgingSpec, judgingSpec } from '@/lib/core/retrieval/judging';
import { type AskOptions, askLlm, type LlmAnswer } from '@/lib/llm';
import { prompts } from '@/lib/llm/prompts';
import { promptMessages } from '@/lib/llm/prompts/prompt';
import { setRelevanceMark } from '@/lib/mutations/relevance-marks';
import { type JudgedPair, listUnjudged, relevanceJudge } from '@/lib/queries/judging-pool';
import { type AskedEach, type AskedSoFar, askEach, countReasons } from '../ask-each';
import { defineJob } from '../job';
import { spentBefore, sumOfSpent } from '../spent-before';

/** Reasoning models spend part of it on thinking. */
const maxOutputTokens = 1_024;
/** Failures that are told one by one; all are counted. */
const listedFailures = 100;

const count = (n: number) => n.toLocaleString('en-US');

/** Has a language model grade what the arms of an ablation retrieved; what it has graded before is not asked again. */
export const judgeRelevance = defineJob({
  name: 'judge-relevance',
  label: 'Judge relevance',
  input: judgingSpec.extend({ ablationId: z.uuid() }),
  async run({ db, input, jobId, signal, report }) {
    const found = await db
      .select({ id: ablation.id })
      .from(ablation)
      .where(eq(ablation.id, input.ablationId));
    if (!found[0]) throw new AppError('not-found', 'This ablation was deleted.');
    const before = await spentBefore(db, jobId);
    const pairs = await listUnjudged(db, input.ablationId, input);
    const tell = (soFar: AskedSoFar) =>
      report(
        pairs.length === 0 ? 1 : (soFar.done + soFar.failed) / pairs.length,
        `${count(soFar.done)} of ${count(pairs.length)} memories judged`,
        { spent: sumOfSpent(before, soFar) },
      );
    const end = await askEach({
      items: pairs,
      work: input,
      db,
      signal,
      ask: (pair, options) => judge(db, pair, input, options),
      onSettled: tell,
      spent: before,
    });
    if (end.stopped && end.stopped.reason !== 'budget') throw end.stopped;
    const left = pairs.length - end.done;
    const why = end.stopped ? 'at the budget' : 'without an answer';
    report(1, `${count(end.done)} memories judged${left > 0 ? `, ${count(left)} left ${why}` : ''}`);
    return resultOf(end, input, left);
  },
});

const resultOf = (
  end: AskedEach<JudgedPair>,
  { ablationId, model }: JudgingSpec & { ablationId: string },
  left: number,
) => ({
  ablationId,
  judge: relevanceJudge(model),
  judged: end.done,
  left,
  usage: end.usage,
  stopped: end.stopped?.reason ?? null,
  failures: countReasons(end.failures),
  failed: end.failures.slice(0, listedFailures).map(({ item, error }) => ({
    ...item,
    reason: error.reason,
    message: error.message,
  })),
});

async function judge(
  db: Db,
  { taskId, memoryId }: JudgedPair,
  { model, seed }: JudgingSpec,
  options: AskOptions,
): Promise<LlmAnswer<unknown>> {
  const rows = await db
    .select({
      task: task.text,
      title: memory.title,
      description: memory.description,
      content: memory.content,
    })
    .from(task)
    .innerJoin(memory, eq(memory.studyId, task.studyId))
    .where(and(eq(task.id, taskId), eq(memory.id, memoryId)));
  const material = rows[0];
  if (!material?.task) {
    throw new AppError('conflict', 'A task or memory was deleted while it was being judged.', {
      hint: 'Start again: what is judged is kept.',
    });
  }
  const prompt = prompts.relevance;
  const messages = promptMessages(prompt, { ...material, task: material.task });
  const answer = await askLlm(
    { prompt, model, messages, schema: prompt.schema, seed, maxOutputTokens },
    options,
  );
  const { grade, reason } = answer.value;
  await setRelevanceMark(db, { taskId, memoryId, grade, judge: relevanceJudge(model), reason });
  return answer;
}
