import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory, task } from '@/db/schema';
import { estimateTokens } from '@/lib/core/estimate-tokens';
import type { LlmUse } from '@/lib/core/llm-use';
import { asksModel, type RetrievalSetting, reranks, rewrites } from '@/lib/core/retrieval/setting';
import type { MemoryType } from '@/lib/core/vocabulary';
import { type PricedEstimate, pricedEstimate } from '@/lib/llm/priced-estimate';
import { prompts } from '@/lib/llm/prompts';
import { rerankedMemoryChars } from '@/lib/llm/prompts/rerank';
import { taskChars } from '@/lib/llm/prompts/retrieval-material';
import { rewrittenMemoryChars } from '@/lib/llm/prompts/rewrite';

/** What answers usually take, in tokens: our prompts ask for this much. */
const answerTokens = { plan: 150, summary: 100, rerank: 120, rewrite: 200 };

export interface AblationEstimate extends PricedEstimate {
  arms: number;
  /** Of these, those that ask a language model. */
  askingArms: number;
  tasks: number;
}

/**
 * What running arms would take at most (answers that are kept from before, or that arms share, cost nothing), from the mean length of the study's tasks and memories at four characters a token. An
 * upper estimate, for deciding on a budget; the budget itself is kept by what the service counts.
 */
export async function estimateAblation(
  db: Db,
  studyId: string,
  arms: readonly RetrievalSetting[],
  llm: Pick<LlmUse, 'model' | 'price'> | null,
): Promise<AblationEstimate> {
  const lengths = await lengthsOf(db, studyId);
  const sums = { questions: 0, inputTokens: 0, outputTokens: 0 };
  const ask = (kind: keyof typeof answerTokens, count: number, chars: number) => {
    sums.questions += count;
    sums.inputTokens += count * estimateTokens(chars);
    sums.outputTokens += count * answerTokens[kind];
  };
  const asking = arms.filter(asksModel);
  // A plan is written once, whatever the number of arms that search by it.
  for (const kind of ['plan', 'summary'] as const)
    if (asking.some(({ query }) => query === kind))
      ask(kind, lengths.tasks, prompts[`retrieval-${kind}`].text.length + lengths.task);
  for (const arm of asking) {
    const { count, shown, rewritten } = lengths.of(arm.memoryTypes);
    if (reranks(arm)) {
      const chosenFrom = Math.min(Math.max(arm.candidates, arm.topN), count);
      ask('rerank', lengths.tasks, prompts.rerank.text.length + lengths.task + chosenFrom * shown);
    }
    if (rewrites(arm)) {
      const kept = Math.min(arm.topN, count);
      ask('rewrite', lengths.tasks * kept, prompts.rewrite.text.length + lengths.task + rewritten);
    }
  }
  return {
    arms: arms.length,
    askingArms: asking.length,
    tasks: lengths.tasks,
    ...pricedEstimate(llm ?? { model: null, price: null }, sums),
  };
}

/** Mean characters of tasks and memories, as prompts would show them. */
async function lengthsOf(db: Db, studyId: string) {
  const said = sql`length(${memory.title}) + length(${memory.description}) + length(${memory.content}) + 40`;
  const [taskRows, memoryRows] = await Promise.all([
    db.execute<{ n: number; chars: number }>(sql`
      select count(*)::int as n,
        coalesce(avg(least(length(coalesce(${task.text}, ${task.externalId})), ${taskChars})), 0)::float8 as chars
      from ${task} where ${task.studyId} = ${studyId}`),
    db.execute<{ type: MemoryType; n: number; shown: number; rewritten: number }>(sql`
      select ${memory.type} as type, count(*)::int as n,
        sum(least(${said}, ${rerankedMemoryChars}))::float8 as shown,
        sum(least(${said}, ${rewrittenMemoryChars}))::float8 as rewritten
      from ${memory} where ${memory.studyId} = ${studyId} group by ${memory.type}`),
  ]);
  const { n = 0, chars = 0 } = taskRows.rows[0] ?? {};
  return {
    tasks: n,
    task: chars,
    of(types: readonly MemoryType[] | null) {
      const rows = memoryRows.rows.filter(({ type }) => types === null || types.includes(type));
      const count = rows.reduce((sum, row) => sum + row.n, 0);
      const mean = (name: 'shown' | 'rewritten') =>
        count === 0 ? 0 : rows.reduce((sum, row) => sum + row[name], 0) / count;
      return { count, shown: mean('shown'), rewritten: mean('rewritten') };
    },
  };
}
