import { and, eq, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { type generation, generationItem, memory, pool } from '@/db/schema';
import { type AppError, isAppError } from '@/lib/core/errors';
import type { GenerationItemKind } from '@/lib/core/memories/generation-spec';
import { isLlmError, noUsage, type Usage } from '@/lib/llm';
import { writeRecords } from '@/lib/mutations/write-records';
import type { MadeItem } from './make-item';

export type Generation = typeof generation.$inferSelect;
type Made = Extract<MadeItem, { state: 'done' }>;

export interface ItemKey {
  generation: Generation;
  trialId: string;
  kind: GenerationItemKind;
}

/** Writes what an item came to: its records and that it is settled, both or neither. */
export async function settleItem(db: Db, key: ItemKey, made: MadeItem): Promise<void> {
  if (made.state === 'skipped') {
    const failure = { reason: made.reason, message: made.message };
    await updateItem(db, key, { state: 'skipped', failure });
    return;
  }
  const { generation: of, kind } = key;
  const { asked, records, leftOutChars } = made;
  await writeRecords(db, { studyId: of.studyId, importId: of.importId }, records, async (tx) => {
    await writeConcretes(tx, of, made);
    if (kind === 'judge') await tellTrajectory(tx, key, made);
    await updateItem(tx, key, {
      state: 'done',
      failure: null,
      leftOutChars,
      memoryCount: kind === 'judge' ? 0 : records.length,
      fromCache: asked?.fromCache ?? false,
      repaired: asked?.repaired ?? false,
      ...addedUsage(asked && !asked.fromCache ? asked.usage : noUsage),
    });
  });
}

/** Keeps why an item failed, with what it cost all the same. */
export async function failItem(db: Db, key: ItemKey, error: AppError): Promise<void> {
  const { usage, reason } = isLlmError(error) ? error : { usage: null, reason: error.code };
  const failure = { reason, message: error.message, ...(error.hint ? { hint: error.hint } : {}) };
  await updateItem(db, key, { state: 'failed', failure, ...addedUsage(usage ?? noUsage) });
}

/** What one trial's log or one answer can be blamed for; anything else is not the item's fault. */
export const isItemFailure = (error: unknown): error is AppError =>
  isLlmError(error) ||
  (isAppError(error) && (error.code === 'not-found' || error.code === 'unreadable-file'));

/** Added to what earlier attempts took. */
const addedUsage = ({ requests, inputTokens, outputTokens, costUsd }: Usage) => ({
  requests: sql`${generationItem.requests} + ${requests}::int`,
  inputTokens: sql`${generationItem.inputTokens} + ${inputTokens}::int`,
  outputTokens: sql`${generationItem.outputTokens} + ${outputTokens}::int`,
  costUsd: sql`${generationItem.costUsd} + ${costUsd}::float8`,
});

async function updateItem(
  db: Db | Transaction,
  { generation: of, trialId, kind }: ItemKey,
  change: Parameters<ReturnType<typeof db.update<typeof generationItem>>['set']>[0],
): Promise<void> {
  await db
    .update(generationItem)
    .set({ ...change, attempts: sql`${generationItem.attempts} + 1`, settledAt: sql`now()` })
    .where(
      and(
        eq(generationItem.generationId, of.id),
        eq(generationItem.trialId, trialId),
        eq(generationItem.kind, kind),
      ),
    );
}

/** What the abstraction check found; that it found nothing is kept too. */
async function writeConcretes(
  tx: Transaction,
  { studyId, name }: Generation,
  { concretes }: Made,
): Promise<void> {
  const own = sql`${memory.poolId} = (select p.id from ${pool} p where p.study_id = ${studyId} and p.name = ${name})`;
  for (const [externalId, found] of concretes) {
    await tx
      .update(memory)
      .set({ namedConcretes: found })
      .where(and(own, eq(memory.externalId, externalId)));
  }
}

/** The trajectory was written before anybody had said how it ended. */
async function tellTrajectory(
  tx: Transaction,
  { generation: of, trialId }: ItemKey,
  { records: [verdict] }: Made,
): Promise<void> {
  if (verdict?.kind !== 'judgement') return;
  await tx
    .update(memory)
    .set({ success: verdict.verdict })
    .where(
      and(
        eq(memory.importId, of.importId),
        eq(memory.type, 'trajectory'),
        sql`${memory.success} is null and ${memory.details}->>'trialId' = ${trialId}`,
      ),
    );
}
