import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { claim, condition, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type ClaimStatement, type ClaimVerdict, claimStatement } from '@/lib/core/gains/claim';
import type { GainsTrial } from '@/lib/core/gains/report';
import { hashOutcomes } from './gains-provenance';
import { loadOutcomes } from './get-gains';
import { keptAnswers } from './kept-answers';

/** A verdict as it is kept. */
export interface KeptVerdict extends ClaimVerdict {
  /** When this outcome was first found, ISO 8601. */
  since: string;
  /** Whether the claim could ever be judged. */
  judgedBefore: boolean;
}

export interface ClaimRow {
  id: string;
  statement: ClaimStatement;
  verdict: KeptVerdict | null;
  /** The verdict that somebody last took note of, where the latest has another outcome. */
  previous: KeptVerdict | null;
  /** SHA-256 of the trials that the verdict rests on. */
  dataHash: string | null;
  judgedAt: Date | null;
  createdAt: Date;
}

/** What claims are held against: a study's trials by the names of their conditions. */
export interface ClaimData {
  threshold: number;
  /** Conditions go by label. */
  trials: GainsTrial[];
  /** The label of the condition that goes, or went, by a name; null when there is none. */
  labelOf(name: string): string | null;
}

const fields = {
  id: claim.id,
  statement: claim.statement,
  verdict: claim.verdict,
  previous: claim.previous,
  dataHash: claim.dataHash,
  judgedAt: claim.judgedAt,
  createdAt: claim.createdAt,
};

type StoredRow = Pick<typeof claim.$inferSelect, keyof typeof fields>;

/** A stored row as the code knows it; the statement is checked, since another version may have written it. */
export const toClaimRow = ({ statement, verdict, previous, ...row }: StoredRow): ClaimRow => ({
  ...row,
  statement: claimStatement.parse(statement),
  verdict: verdict as KeptVerdict | null,
  previous: previous as KeptVerdict | null,
});

/** The study's claims in the order in which they were made. */
export async function listClaims(db: Db, studyId: string): Promise<ClaimRow[]> {
  const rows = await db
    .select(fields)
    .from(claim)
    .where(eq(claim.studyId, studyId))
    .orderBy(asc(claim.createdAt), asc(claim.id));
  return rows.map(toClaimRow);
}

/** The claims whose verdict changed since somebody last took note. */
export async function listChangedClaims(db: Db, studyId: string): Promise<ClaimRow[]> {
  const rows = await db
    .select(fields)
    .from(claim)
    .where(and(eq(claim.studyId, studyId), isNotNull(claim.previous)))
    .orderBy(asc(claim.createdAt), asc(claim.id));
  return rows.map(toClaimRow);
}

/** @throws AppError `not-found` for an unknown study */
export async function loadClaimData(db: Db, studyId: string): Promise<ClaimData> {
  const found = (await db.select().from(study).where(eq(study.id, studyId)))[0];
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const [conditions, outcomes] = await Promise.all([
    db.select().from(condition).where(eq(condition.studyId, studyId)),
    loadOutcomes(db, studyId),
  ]);
  const labels = new Map(conditions.map(({ id, label }) => [id, label]));
  return {
    threshold: found.passThreshold,
    trials: outcomes.map((trial) => ({ ...trial, condition: labels.get(trial.condition)! })),
    labelOf: (name) =>
      (
        conditions.find(({ label }) => label === name) ??
        conditions.find(({ aliases }) => aliases.includes(name))
      )?.label ?? null,
  };
}

/** The claim with its conditions by the labels that they have now; one that is gone, or became the other, keeps its name. */
export function withCurrentLabels(statement: ClaimStatement, { labelOf }: ClaimData): ClaimStatement {
  const condition = labelOf(statement.condition) ?? statement.condition;
  const baseline = labelOf(statement.baseline) ?? statement.baseline;
  return condition === baseline ? statement : { ...statement, condition, baseline };
}

/** Content hash of the trials that decide a claim. */
export const claimDataHash = (
  { condition, baseline, benchmark }: ClaimStatement,
  { trials }: ClaimData,
): string =>
  hashOutcomes(
    trials.filter(
      (trial) =>
        (trial.condition === condition || trial.condition === baseline) &&
        (benchmark === null || trial.benchmark === benchmark),
    ),
    new Map(),
  );

const kept = keptAnswers<Set<string>>('stale claims', 20);

/**
 * The claims, by id, whose verdict rests on other trials or another threshold than the study has now: an import may have
 * been cut off, or be under way.
 */
export async function staleClaims(
  db: Db,
  studyId: string,
  claims: readonly ClaimRow[],
): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const found = (await db.select().from(study).where(eq(study.id, studyId)))[0];
  const judged = claims.map(({ id, statement, dataHash, verdict }) => [id, statement, dataHash, verdict]);
  return kept([studyId, found?.createdAt, found?.revision, judged], async () => {
    const data = await loadClaimData(db, studyId);
    return new Set(claims.filter((one) => isStale(one, data)).map(({ id }) => id));
  });
}

/** Whether a claim has to be judged anew. */
export function isStale({ statement, dataHash, verdict }: ClaimRow, data: ClaimData): boolean {
  const current = withCurrentLabels(statement, data);
  return (
    verdict === null ||
    (verdict.figures !== null && verdict.figures.threshold !== data.threshold) ||
    JSON.stringify(current) !== JSON.stringify(statement) ||
    claimDataHash(current, data) !== dataHash
  );
}
