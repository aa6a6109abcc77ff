import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import { estimateTokens } from '@/lib/core/estimate-tokens';
import type { GenerationItemKind, GenerationSpec } from '@/lib/core/memories/generation-spec';
import { renderTrajectory } from '@/lib/core/memories/render-trajectory';
import { type PricedEstimate, pricedEstimate } from '@/lib/llm/priced-estimate';
import { prompts } from '@/lib/llm/prompts';
import { generationTrials } from './generation-trials';
import { loadGenerationTrial } from './load-generation-trial';

/** Trials whose trajectories are read for it; the others are taken to be like them. */
const sampled = 12;

/** What answers usually take, in tokens: our prompts ask for this much. */
const answerTokens: Record<Exclude<GenerationItemKind, 'trajectory'>, number> = {
  judge: 180,
  workflow: 400,
  summary: 350,
  insight: 450,
};

export interface GenerationEstimate extends PricedEstimate {
  trials: number;
  items: number;
  /** Trials that were read for this. */
  sampledTrials: number;
}

/**
 * What a generation would take: from the length of the trajectories of some of its trials, at four characters a token.
 * An estimate, for deciding on a budget; the budget itself is kept by what the service counts.
 */
export async function estimateGeneration(
  db: Db,
  studyId: string,
  spec: GenerationSpec,
): Promise<GenerationEstimate> {
  const rows = await db.execute<{ id: string; rewarded: boolean; n: number; judged: number }>(sql`
    select id, rewarded, n, judged from (
      select id, rewarded, place, (count(*) over ())::int as n,
        (count(*) filter (where case when rewarded then ${spec.judgeTrialsWithVerifier}::bool
          else ${spec.judgeTrialsWithoutVerifier}::bool end) over ())::int as judged
      from ${generationTrials(studyId, spec)} chosen) counted
    order by place limit ${sampled}`);
  const { n: trials = 0, judged = 0 } = rows.rows[0] ?? {};
  const lengths = await recordLengths(db, rows.rows);
  const perTrial = lengths.length > 0 ? lengths.reduce((sum, n) => sum + n, 0) / lengths.length : 0;

  const kinds: [kind: keyof typeof answerTokens, count: number][] = [
    ['judge', judged],
    ...spec.types.flatMap((type) => (type === 'trajectory' ? [] : [[type, trials] as [typeof type, number]])),
  ];
  let [inputTokens, outputTokens, questions] = [0, 0, 0];
  for (const [kind, count] of kinds) {
    const prompt = prompts[kind === 'insight' ? 'insight-of-success' : kind];
    inputTokens += count * estimateTokens(prompt.text.length + perTrial);
    outputTokens += count * answerTokens[kind];
    questions += count;
  }
  return {
    trials,
    items: trials * spec.types.length + judged,
    sampledTrials: lengths.length,
    ...pricedEstimate(spec, { questions, inputTokens, outputTokens }),
  };
}

/** Characters of task and record as prompts would get them; trials whose logs are gone are passed over. */
async function recordLengths(db: Db, trials: readonly { id: string }[]): Promise<number[]> {
  const lengths: number[] = [];
  for (const { id } of trials) {
    try {
      const { steps, taskText, task } = await loadGenerationTrial(db, id, null);
      lengths.push(renderTrajectory(steps).text.length + (taskText ?? task).length);
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  }
  return lengths;
}
