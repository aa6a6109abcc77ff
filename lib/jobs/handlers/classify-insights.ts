import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { memory } from '@/db/schema';
import { type LlmUse, llmUseFields } from '@/lib/core/llm-use';
import { namedConcretes } from '@/lib/core/memories/named-concretes';
import { type AskOptions, askLlm, Budget, isLasting, isLlmError, type LlmError } from '@/lib/llm';
import { promptName, prompts } from '@/lib/llm/prompts';
import { promptMessages } from '@/lib/llm/prompts/prompt';
import { databaseAnswerCache } from '@/lib/mutations/answer-cache';
import { inParallel } from '../in-parallel';
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
  input: z.object({ ...llmUseFields, studyId: z.string() }),
  async run({ db, input, signal, report }) {
    report(null, 'Looking for what insights name');
    const checked = await checkConcretes(db, input.studyId, signal);

    const insights = await db
      .select(fields)
      .from(memory)
      .where(and(eq(memory.studyId, input.studyId), eq(memory.type, 'insight'), isNull(memory.metaKnowledge)))
      .orderBy(asc(memory.id));
    const ask: AskOptions = {
      signal,
      cache: databaseAnswerCache(db),
      budget: new Budget({ usd: input.budgetUsd, tokens: input.budgetTokens }),
      replayOnly: input.replayOnly,
      price: input.price,
    };
    const failures: Record<string, number> = {};
    const end: { stopped: LlmError | null } = { stopped: null };
    let sorted = 0;
    const work = async (insight: (typeof insights)[number]) => {
      try {
        await classify(db, insight, input, ask);
        sorted++;
      } catch (error) {
        signal.throwIfAborted();
        if (!isLlmError(error)) throw error;
        const { reason } = error;
        if (isLasting(error)) end.stopped ??= error;
        else failures[reason] = (failures[reason] ?? 0) + 1;
      }
      const done = sorted + Object.values(failures).reduce((a, b) => a + b, 0);
      report(done / insights.length, `${sorted} of ${insights.length} insights sorted`);
    };
    await inParallel(insights, input.concurrency, work, () => !signal.aborted && end.stopped === null);
    signal.throwIfAborted();
    const reason = end.stopped?.reason ?? null;
    if (end.stopped && reason !== 'budget') throw end.stopped;
    const left = insights.length - sorted;
    report(
      1,
      `${sorted} insights sorted${left > 0 ? `, ${left} left${reason ? ' at the budget' : ' without an answer'}` : ''}`,
    );
    return { checked, sorted, left, failures, stopped: reason };
  },
});

async function classify(
  db: Db,
  { id, ...texts }: { id: string; title: string; description: string; content: string },
  { model, seed }: LlmUse,
  ask: AskOptions,
): Promise<void> {
  const prompt = prompts['meta-knowledge'];
  const messages = promptMessages(prompt, texts);
  const { value } = await askLlm(
    { prompt, model, messages, schema: prompt.schema, seed, maxOutputTokens: 1_024 },
    ask,
  );
  // Somebody may have set it by hand in the meantime.
  await db
    .update(memory)
    .set({
      metaKnowledge: value.kind,
      metaKnowledgeBy: `${model} (${promptName(prompt.id, prompt.version)})`,
    })
    .where(and(eq(memory.id, id), isNull(memory.metaKnowledge)));
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
