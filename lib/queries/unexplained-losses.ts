import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job, retrieval, retrievalHit, trajectory, trial } from '@/db/schema';
import { isAppError } from '@/lib/core/errors';
import { estimateTokens } from '@/lib/core/estimate-tokens';
import type { CauseSpec } from '@/lib/core/gains/cause-suggestion';
import { renderTrajectory } from '@/lib/core/memories/render-trajectory';
import { withoutKeys } from '@/lib/core/memories/without-keys';
import { type PricedEstimate, pricedEstimate } from '@/lib/llm/priced-estimate';
import { promptName, prompts } from '@/lib/llm/prompts';
import type { LossInput } from '@/lib/llm/prompts/loss-cause';
import { getLedger } from './get-ledger';
import type { JobRow } from './jobs';
import { loadGenerationTrial } from './load-generation-trial';

/** The name under which a model's causes are kept: with another version of the prompt it is another judge. */
export const causeJudge = (model: string): string =>
  `${model} (${promptName(prompts['loss-cause'].id, prompts['loss-cause'].version)})`;

/** A loss with the failed attempt that is looked at. */
export interface LossToExplain {
  taskId: string;
  conditionId: string;
  trialId: string;
}

export interface Unexplained {
  losses: LossToExplain[];
  /** Losses that this judge has explained before, and those without a trajectory. */
  explained: number;
  withoutTrajectory: number;
}

/** The losses that a spec asks about and its model has not explained yet, each with its first failed attempt that has steps. */
export async function listUnexplained(db: Db, studyId: string, spec: CauseSpec): Promise<Unexplained> {
  const { k, missing, solved, lossLimit } = spec;
  const ledger = await getLedger(db, {
    ...{ studyId, k, missing, solved, baseline: spec.baselineId ?? undefined },
    ...{ benchmark: spec.benchmark ?? undefined, memory: spec.memory ?? undefined },
    ...{ type: spec.type ?? undefined, model: spec.conditionModel ?? undefined },
  });
  const lost = ledger.lines
    .filter(({ outcome }) => outcome === 'lost')
    .slice(0, lossLimit ?? Number.POSITIVE_INFINITY);
  const judge = causeJudge(spec.model);
  const open = lost.filter(({ causes }) => !causes.some((said) => said.judge === judge));
  const attempts = await firstFailed(
    db,
    open.map(({ taskId }) => taskId),
    ledger.settings.threshold,
  );
  const losses = open.flatMap(({ taskId, condition }) => {
    const trialId = attempts.get(`${taskId} ${condition}`);
    return trialId ? [{ taskId, conditionId: condition, trialId }] : [];
  });
  return {
    losses,
    explained: lost.length - open.length,
    withoutTrajectory: open.length - losses.length,
  };
}

async function firstFailed(db: Db, taskIds: string[], threshold: number): Promise<Map<string, string>> {
  if (taskIds.length === 0) return new Map();
  const rows = await db
    .select({ id: trial.id, taskId: trial.taskId, conditionId: trial.conditionId })
    .from(trial)
    .innerJoin(trajectory, eq(trajectory.trialId, trial.id))
    .where(
      and(
        inArray(trial.taskId, [...new Set(taskIds)]),
        sql`coalesce(${trial.reward} < ${threshold}, true)`,
        sql`${trajectory.stepCount} > 0`,
      ),
    )
    .orderBy(desc(trial.attempt), desc(trial.id));
  // The first attempt comes last and stays.
  return new Map(rows.map(({ id, taskId, conditionId }) => [`${taskId} ${conditionId}`, id]));
}

/**
 * What a model gets to see of a loss, keys removed.
 *
 * @throws AppError `not-found` when the trial or its log is gone
 */
export async function loadLoss(db: Db, { trialId }: Pick<LossToExplain, 'trialId'>): Promise<LossInput> {
  const [found, hits] = await Promise.all([
    loadGenerationTrial(db, trialId, null),
    db
      .select({ text: retrievalHit.text })
      .from(retrievalHit)
      .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
      .where(eq(retrieval.trialId, trialId))
      .orderBy(asc(retrievalHit.rank)),
  ]);
  return {
    task: withoutKeys(found.taskText?.trim() || found.task),
    trajectory: withoutKeys(renderTrajectory(found.steps).text),
    memories: hits.map(({ text }) => withoutKeys(text)),
  };
}

/** What answers usually take, in tokens: a quotation and a word. */
const answerTokens = 120;
/** Losses that are read for an estimate; the others are taken to be like them. */
const sampled = 8;

export interface CauseEstimate extends PricedEstimate, Omit<Unexplained, 'losses'> {
  /** Losses that were read for it. */
  sampled: number;
}

/** What explaining would take: from the length of some of the records, at four characters a token. */
export async function estimateCauses(db: Db, studyId: string, spec: CauseSpec): Promise<CauseEstimate> {
  const { losses, ...counts } = await listUnexplained(db, studyId, spec);
  const prompt = prompts['loss-cause'];
  const lengths: number[] = [];
  for (const loss of losses.slice(0, sampled)) {
    try {
      lengths.push(prompt.text.length + prompt.material(await loadLoss(db, loss)).length);
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  }
  const each = lengths.length > 0 ? lengths.reduce((sum, n) => sum + n, 0) / lengths.length : 0;
  const questions = losses.length;
  return {
    ...{ ...counts, sampled: lengths.length },
    ...pricedEstimate(spec, {
      questions,
      inputTokens: estimateTokens(each * questions),
      outputTokens: questions * answerTokens,
    }),
  };
}

/** The newest job that explains losses of a study; null when there was none. */
export async function getCauseJob(db: Db, studyId: string): Promise<JobRow | null> {
  const rows = await db
    .select()
    .from(job)
    .where(and(eq(job.kind, 'suggest-causes'), eq(job.studyId, studyId)))
    .orderBy(desc(job.createdAt))
    .limit(1);
  return rows[0] ?? null;
}
