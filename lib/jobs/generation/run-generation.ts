import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { generationItem } from '@/db/schema';
import { inParallel } from '@/lib/core/in-parallel';
import { type GenerationItemKind, generationItemKinds } from '@/lib/core/memories/generation-spec';
import { type AskOptions, isLasting, type LlmError, Patience } from '@/lib/llm';
import { askOptions } from '@/lib/mutations/ask-options';
import { type GenerationTrial, loadGenerationTrial } from '@/lib/queries/load-generation-trial';
import { judgeName, makeItem } from './make-item';
import { failItem, type Generation, isItemFailure, settleItem } from './settle-item';

export interface GenerationRun {
  db: Db;
  generation: Generation;
  signal: AbortSignal;
  /** Called after every settled item. */
  onSettled: () => Promise<void>;
}

interface Waiting {
  trialId: string;
  kinds: GenerationItemKind[];
}

/**
 * Settles the items of a generation that wait: trajectories first, which need no model, then what does, trial by trial.
 *
 * @returns why it stopped before all were settled; null when nothing waits any more
 * @throws the signal's reason when it is aborted
 */
export async function runGeneration(run: GenerationRun): Promise<LlmError | null> {
  const { db, generation: of, signal } = run;
  const ask = askOptions(db, of.spec, { signal, spent: await spentOn(db, of) });
  const patience = new Patience();
  const waiting = await listWaiting(db, of.id);
  const only = (wanted: (kind: GenerationItemKind) => boolean) =>
    waiting
      .map(({ trialId, kinds }) => ({ trialId, kinds: kinds.filter(wanted) }))
      .filter(({ kinds }) => kinds.length > 0);
  for (const part of [only((kind) => kind === 'trajectory'), only((kind) => kind !== 'trajectory')]) {
    const settle = (one: Waiting) => settleTrial(run, one, ask, patience);
    await inParallel(part, of.spec.concurrency, settle, () => patience.end === null);
  }
  return patience.end;
}

async function settleTrial(
  run: GenerationRun,
  { trialId, kinds }: Waiting,
  ask: AskOptions,
  patience: Patience,
) {
  const { db, generation: of, signal } = run;
  const judge = of.spec.model ? judgeName(of.spec.model) : null;
  let trial: GenerationTrial | null = null;
  for (const kind of kinds) {
    signal.throwIfAborted();
    if (patience.end) return;
    const key = { generation: of, trialId, kind };
    try {
      trial ??= await loadGenerationTrial(db, trialId, judge);
      const made = await makeItem(kind, { trial, generation: of, ask });
      await settleItem(db, key, made);
      if (made.state === 'done' && made.asked) patience.answered();
      const [record] = made.state === 'done' ? made.records : [];
      if (record?.kind === 'judgement') trial.judged = record.verdict;
    } catch (error) {
      signal.throwIfAborted();
      patience.failed(error);
      // The item is not to blame, and waits on.
      if (isLasting(error)) return;
      if (!isItemFailure(error)) throw error;
      await failItem(db, key, error);
    }
    await run.onSettled();
  }
}

/** The items that wait, by trial; a verdict comes before the memories that need it. */
async function listWaiting(db: Db, generationId: string): Promise<Waiting[]> {
  const rows = await db
    .select({
      trialId: generationItem.trialId,
      kinds: sql<GenerationItemKind[]>`array_agg(${generationItem.kind})`,
    })
    .from(generationItem)
    .where(and(eq(generationItem.generationId, generationId), eq(generationItem.state, 'waiting')))
    .groupBy(generationItem.trialId)
    .orderBy(asc(generationItem.trialId));
  return rows.map(({ trialId, kinds }) => ({
    trialId,
    kinds: generationItemKinds.filter((kind) => kinds.includes(kind)),
  }));
}

/** What all earlier attempts have used of the budget. */
async function spentOn(db: Db, { id }: Generation): Promise<{ tokens: number; usd: number }> {
  const rows = await db
    .select({
      tokens: sql<number>`coalesce(sum(${generationItem.inputTokens} + ${generationItem.outputTokens}), 0)::float8`,
      usd: sql<number>`coalesce(sum(${generationItem.costUsd}), 0)::float8`,
    })
    .from(generationItem)
    .where(eq(generationItem.generationId, id));
  return rows[0]!;
}
