import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { claim, study } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import type { ClaimStatement, ClaimVerdict } from '@/lib/core/gains/claim';
import {
  type ClaimRow,
  claimDataHash,
  isStale,
  type KeptVerdict,
  listClaims,
  loadClaimData,
  withCurrentLabels,
} from '@/lib/queries/claims';

export interface JudgedClaims {
  judged: number;
  /** How many have another outcome than before. */
  changed: number;
}

/**
 * Holds every claim of a study against its trials as they are now. Claims whose trials did not change are left alone, so
 * that calling it twice does what calling it once does.
 *
 * @throws AppError `not-found` for an unknown study
 */
export async function judgeClaims(db: Db, studyId: string): Promise<JudgedClaims> {
  const claims = await listClaims(db, studyId);
  if (claims.length === 0) return { judged: 0, changed: 0 };
  const data = await loadClaimData(db, studyId);
  const stale = claims.filter((one) => isStale(one, data));
  const statements = stale.map(({ statement }) => withCurrentLabels(statement, data));
  const verdicts = await compute('judge-claims', {
    claims: stale.map(({ verdict }, i) => ({
      statement: statements[i]!,
      judgedBefore: verdict?.judgedBefore ?? false,
    })),
    trials: data.trials,
    threshold: data.threshold,
  });
  let changed = 0;
  for (const [i, one] of stale.entries()) {
    const statement = statements[i]!;
    const next = settle(one, verdicts[i]!);
    if (one.verdict && one.verdict.outcome !== next.verdict.outcome) changed++;
    await db
      .update(claim)
      .set({
        ...asStored(next),
        statement: { ...statement },
        dataHash: claimDataHash(statement, data),
        judgedAt: sql`now()`,
      })
      .where(eq(claim.id, one.id));
  }
  // Pages that are open look again when the revision grows.
  if (changed > 0)
    await db
      .update(study)
      .set({ revision: sql`${study.revision} + 1` })
      .where(eq(study.id, studyId));
  return { judged: stale.length, changed };
}

type Settled = Pick<ClaimRow, 'previous'> & { verdict: KeptVerdict };

const asStored = ({ verdict, previous }: Settled) => ({
  verdict: { ...verdict },
  previous: previous && { ...previous },
});

/** The new verdict, and the one that somebody last took note of unless it says the same again. */
function settle({ verdict: before, previous }: ClaimRow, verdict: ClaimVerdict): Settled {
  const same = before?.outcome === verdict.outcome;
  const kept: KeptVerdict = {
    ...verdict,
    since: same ? before.since : new Date().toISOString(),
    judgedBefore: verdict.figures !== null || (before?.judgedBefore ?? false),
  };
  const noted = previous ?? (same ? null : before);
  return { verdict: kept, previous: noted?.outcome === verdict.outcome ? null : noted };
}

/**
 * Saves a claim and judges it.
 *
 * @throws AppError `not-found` when the study, a condition or the benchmark does not exist, `conflict` for a claim that
 *   stands already
 */
export async function createClaim(db: Db, studyId: string, statement: ClaimStatement): Promise<ClaimRow> {
  const data = await loadClaimData(db, studyId);
  for (const name of [statement.condition, statement.baseline]) {
    if (data.labelOf(name) === null)
      throw new AppError('not-found', `There is no condition “${name}” in this study.`, {
        where: 'condition',
      });
  }
  if (statement.benchmark !== null && !data.trials.some((trial) => trial.benchmark === statement.benchmark))
    throw new AppError('not-found', `There are no trials on a benchmark “${statement.benchmark}”.`, {
      where: 'benchmark',
    });
  const current = withCurrentLabels(statement, data);
  if (data.labelOf(statement.condition) === data.labelOf(statement.baseline))
    throw new AppError('invalid-input', 'A condition cannot be compared with itself.', { where: 'baseline' });
  const known = await listClaims(db, studyId);
  if (known.some((one) => JSON.stringify(one.statement) === JSON.stringify(current)))
    throw new AppError('conflict', 'This very claim is on the list already.');
  const rows = await db
    .insert(claim)
    .values({ studyId, statement: { ...current } })
    .returning({ id: claim.id });
  await judgeClaims(db, studyId);
  return (await listClaims(db, studyId)).find(({ id }) => id === rows[0]!.id)!;
}

/** Deletes a claim. @returns its statement, by which it can be made again @throws AppError `not-found` */
export async function deleteClaim(db: Db, id: string): Promise<{ statement: Record<string, unknown> }> {
  const rows = await db.delete(claim).where(eq(claim.id, id)).returning({ statement: claim.statement });
  if (!rows[0]) throw new AppError('not-found', 'This claim does not exist (any more).');
  return rows[0];
}

/** Takes note of changed verdicts: of these claims, or of all. @returns how many there were */
export async function noteClaims(db: Db, studyId: string, ids?: readonly string[]): Promise<number> {
  const noted = await db
    .update(claim)
    .set({ previous: null, seenAt: sql`now()` })
    .where(
      and(
        eq(claim.studyId, studyId),
        sql`${claim.previous} is not null`,
        ids ? inArray(claim.id, [...ids]) : undefined,
      ),
    )
    .returning({ id: claim.id });
  return noted.length;
}
