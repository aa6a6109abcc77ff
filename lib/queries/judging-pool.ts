import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationResult, benchmark, memory, relevanceMark, task } from '@/db/schema';
import { estimateTokens } from '@/lib/core/estimate-tokens';
import { type JudgingSpec, judgedChars } from '@/lib/core/retrieval/judging';
import { type PricedEstimate, pricedEstimate } from '@/lib/llm/priced-estimate';
import { promptName, prompts } from '@/lib/llm/prompts';

/** What answers usually take, in tokens: our prompt asks for a reason of up to three sentences. */
const answerTokens = 110;
/** Tags around a question's two texts, in characters. */
const tagChars = 40;

/** The name under which a model's marks are kept: with another version of the prompt it is another judge. */
export const relevanceJudge = (model: string): string =>
  `${model} (${promptName(prompts.relevance.id, prompts.relevance.version)})`;

type Pooling = Pick<JudgingSpec, 'depth' | 'taskLimit' | 'seed'>;

/**
 * What is judged, as common table expressions `chosen` (tasks) and `pooled` (task and memory, once each): the first
 * memories of every arm that is done, as TREC pools its systems' results. A limit draws tasks by the seed and their own
 * names. A task without a text is not chosen: nobody could say what helps with it.
 */
const pooling = (ablationId: string, { depth, taskLimit, seed }: Pooling): SQL => sql`
  results as (select task_id, hits from ${ablationResult} where ablation_id = ${ablationId}::uuid),
  chosen as (
    select t.id, t.text from ${task} t join ${benchmark} b on b.id = t.benchmark_id
    where t.id in (select task_id from results) and coalesce(t.text, '') <> ''
    order by md5(${`${seed} `}::text || b.name || ' ' || t.external_id), t.id limit ${taskLimit}::int),
  pooled as (
    select distinct chosen.id as task_id, m.id as memory_id
    from chosen join results on results.task_id = chosen.id
      cross join lateral jsonb_array_elements(results.hits) with ordinality hit(value, place)
      join ${memory} m on m.id = (hit.value->>'memoryId')::uuid
    where hit.place <= ${depth}::int)`;

const unmarked = (judge: string): SQL =>
  sql`not exists (select 1 from ${relevanceMark} r where r.task_id = pooled.task_id
    and r.memory_id = pooled.memory_id and r.judge = ${judge})`;

/** One question to a judge. */
export interface JudgedPair {
  taskId: string;
  memoryId: string;
}

/** The pairs of task and memory that a judge has not graded yet, task by task. */
export async function listUnjudged(
  db: Db,
  ablationId: string,
  { model, ...spec }: Pooling & { model: string },
): Promise<JudgedPair[]> {
  const found = await db.execute<{ taskId: string; memoryId: string }>(sql`
    with ${pooling(ablationId, spec)}
    select task_id as "taskId", memory_id as "memoryId" from pooled where ${unmarked(relevanceJudge(model))}
    order by task_id, memory_id`);
  return found.rows;
}

export interface JudgingEstimate extends PricedEstimate {
  /** Tasks whose memories are judged, and those left out for want of a text. */
  tasks: number;
  tasksWithoutText: number;
  /** Pairs of task and memory in the pool, and those of them that this judge has graded before. */
  pairs: number;
  judgedBefore: number;
}

/** What judging an ablation would take: from the length of every text in question, at four characters a token. */
export async function estimateJudging(
  db: Db,
  ablationId: string,
  { model, price, ...spec }: Pooling & Pick<JudgingSpec, 'model' | 'price'>,
): Promise<JudgingEstimate> {
  const found = await db.execute<{
    tasks: number;
    tasksWithoutText: number;
    pairs: number;
    questions: number;
    chars: number;
  }>(sql`
    with ${pooling(ablationId, spec)}
    select (select count(*) from chosen)::int as tasks,
      (select count(distinct r.task_id) from results r join ${task} t on t.id = r.task_id
        where coalesce(t.text, '') = '')::int as "tasksWithoutText",
      count(*)::int as pairs, (count(*) filter (where asked))::int as questions,
      coalesce(sum(chars) filter (where asked), 0)::float8 as chars
    from (
      select ${unmarked(relevanceJudge(model))} as asked,
        least(length(chosen.text), ${judgedChars.task})
          + least(length(m.title) + length(m.description) + length(m.content), ${judgedChars.memory}) as chars
      from pooled join chosen on chosen.id = pooled.task_id join ${memory} m on m.id = pooled.memory_id) asked`);
  const { chars, ...counts } = found.rows[0]!;
  const { questions, pairs } = counts;
  const inputTokens = estimateTokens(chars + questions * (prompts.relevance.text.length + tagChars));
  const outputTokens = questions * answerTokens;
  return {
    ...counts,
    judgedBefore: pairs - questions,
    ...pricedEstimate({ model, price }, { questions, inputTokens, outputTokens }),
  };
}
