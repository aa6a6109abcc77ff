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
import { askEachInJob } from '../ask-each-job';
import { defineJob } from '../job';

/** Reasoning models spend part of it on thinking. */
const maxOutputTokens = 1_024;

/** Has a language model grade what the arms of an ablation retrieved; what it has graded before is not asked again. */
export const judgeRelevance = defineJob({
  name: 'judge-relevance',
  label: 'Judge relevance',
  input: judgingSpec.extend({ ablationId: z.uuid() }),
  async run(run) {
    const { db, input } = run;
    const found = await db
      .select({ id: ablation.id })
      .from(ablation)
      .where(eq(ablation.id, input.ablationId));
    if (!found[0]) throw new AppError('not-found', 'This ablation was deleted.');
    const { done, ...rest } = await askEachInJob(run, {
      items: await listUnjudged(db, input.ablationId, input),
      work: input,
      words: 'memories judged',
      ask: (pair, options) => judge(db, pair, input, options),
    });
    return { ablationId: input.ablationId, judge: relevanceJudge(input.model), judged: done, ...rest };
  },
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
