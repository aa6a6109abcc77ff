import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { memory } from '@/db/schema';
import { type LlmUse, llmUse } from '@/lib/core/llm-use';
import { namedConcretes } from '@/lib/core/memories/named-concretes';
import { type AskOptions, askLlm, type LlmAnswer } from '@/lib/llm';
import { promptName, prompts } from '@/lib/llm/prompts';
import { promptMessages } from '@/lib/llm/prompts/prompt';
import { askEachInJob } from '../ask-each-job';
import { defineJob } from '../job';

const fields = {
  id: memory.id,
  title: memory.title,
  description: memory.description,
  content: memory.content,
};

/** Sorts the insights that have no kind yet into the kinds of meta-knowledge, and looks for what they still name. */
export const classifyInsights = defineJob({
  name: 'classify-insights',
  label: 'Sort insights by kind',
  input: z.object({ ...llmUse.shape, studyId: z.string() }),
  async run(run) {
    const { db, input, signal, report } = run;
    report(null, 'Looking for what insights name');
    const checked = await checkConcretes(db, input.studyId, signal);
    const insights = await db
      .select(fields)
      .from(memory)
      .where(and(eq(memory.studyId, input.studyId), eq(memory.type, 'insight'), isNull(memory.metaKnowledge)))
      .orderBy(asc(memory.id));
    const { done, left, failures, stopped } = await askEachInJob(run, {
      items: insights,
      work: input,
      words: 'insights sorted',
      ask: (insight, options) => classify(db, insight, input, options),
    });
    return { checked, sorted: done, left, failures, stopped };
  },
});

async function classify(
  db: Db,
  { id, ...texts }: { id: string; title: string; description: string; content: string },
  { model, seed }: LlmUse,
  ask: AskOptions,
): Promise<LlmAnswer<unknown>> {
  const prompt = prompts['meta-knowledge'];
  const messages = promptMessages(prompt, texts);
  const answer = await askLlm(
    { prompt, model, messages, schema: prompt.schema, seed, maxOutputTokens: 1_024 },
    ask,
  );
  // Somebody may have set it by hand in the meantime.
  await db
    .update(memory)
    .set({
      metaKnowledge: answer.value.kind,
      metaKnowledgeBy: `${model} (${promptName(prompt.id, prompt.version)})`,
    })
    .where(and(eq(memory.id, id), isNull(memory.metaKnowledge)));
  return answer;
}

/** Imported insights come without their trajectory: what is known of their source is its task. @returns how many */
async function checkConcretes(db: Db, studyId: string, signal: AbortSignal): Promise<number> {
  const rows = await db
    .select({ ...fields, task: memory.sourceTask, taskText: memory.sourceTaskText })
    .from(memory)
    .where(
      and(
        eq(memory.studyId, studyId),
        eq(memory.type, 'insight'),
        isNull(memory.namedConcretes),
        sql`${memory.sourceTaskText} is not null`,
      ),
    );
  for (const { id, task, taskText, ...texts } of rows) {
    signal.throwIfAborted();
    const found = namedConcretes(texts, [task ?? '', taskText ?? '']);
    await db.update(memory).set({ namedConcretes: found }).where(eq(memory.id, id));
  }
  return rows.length;
}
