import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { llmAnswer } from '@/db/schema';
import type { AnswerCache } from '@/lib/llm';

/** Keeps models' answers in the store: all work of all studies shares them. The first answer to a question stays. */
export const databaseAnswerCache = (db: Db): AnswerCache => ({
  async get(key) {
    const rows = await db.select().from(llmAnswer).where(eq(llmAnswer.key, key));
    const row = rows[0];
    if (!row) return null;
    const { requests, inputTokens, outputTokens, costUsd, answer, repaired } = row;
    return { text: answer, repaired, usage: { requests, inputTokens, outputTokens, costUsd } };
  },
  async put({ text, usage, ...entry }) {
    // PostgreSQL refuses the NUL character.
    const answer = text.replaceAll('\u0000', '\ufffd');
    await db
      .insert(llmAnswer)
      .values({ ...entry, ...usage, answer })
      .onConflictDoNothing();
  },
});
