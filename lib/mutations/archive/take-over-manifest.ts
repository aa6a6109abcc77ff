import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { claim, condition, study } from '@/db/schema';
import { claimStatement } from '@/lib/core/gains/claim';
import type { ArchiveManifest } from '@/lib/importers/carryover-archive/manifest';
import type { ManifestChange, StudySettings } from './archive-change';
import { takeOverConditions } from './take-over-conditions';

/** What an import reports of taking an archive over. */
export interface Note {
  where: string;
  message: string;
}

/** The threshold of a study for which nobody has chosen one. */
const unchosenThreshold = 1;

interface Target {
  importId: string;
  studyId: string;
}

/**
 * Gives a study what an archive's manifest says of it. A study that held nothing before this import takes over what nobody
 * has chosen for it yet; one that held something keeps its settings. Claims are added either way.
 *
 * @returns what was changed, and what was left as it is with the reason
 */
export async function takeOverManifest(
  tx: Transaction,
  target: Target,
  manifest: ArchiveManifest,
): Promise<{ change: ManifestChange; notes: Note[] }> {
  const notes: Note[] = [];
  const isNew = await holdsNothingElse(tx, target);
  const { labelOf, ...conditions } = await takeOverConditions(tx, target, manifest.conditions, isNew, notes);
  const settings = await takeOverSettings(tx, target, manifest, { isNew, labelOf, notes });
  const claims = await addClaims(tx, target.studyId, manifest, notes);
  return { change: { settings, claims, ...conditions }, notes };
}

/** Whether all trials, memories and retrievals of the study came with this import. */
async function holdsNothingElse(tx: Transaction, { studyId, importId }: Target): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from trial where study_id = ${studyId} and import_id is distinct from ${importId}::uuid
    union all select 1 from memory where study_id = ${studyId} and import_id is distinct from ${importId}::uuid
    union all select 1 from retrieval where study_id = ${studyId} and import_id is distinct from ${importId}::uuid
    limit 1`);
  return rows.length === 0;
}

interface Circumstances {
  isNew: boolean;
  labelOf: (label: string) => string | null;
  notes: Note[];
}

async function takeOverSettings(
  tx: Transaction,
  { studyId }: Target,
  { study: given }: ArchiveManifest,
  { isNew, labelOf, notes }: Circumstances,
): Promise<ManifestChange['settings']> {
  const [own] = await tx
    .select({
      description: study.description,
      synthetic: study.synthetic,
      passThreshold: study.passThreshold,
      baselineConditionId: study.baselineConditionId,
    })
    .from(study)
    .where(eq(study.id, studyId));
  const keep = (what: string, theirs: string) =>
    notes.push({
      where: `study.${what}`,
      message: `the archive says ${theirs}; this study ${isNew ? 'has its own, which is kept' : 'held data before and keeps its own'}`,
    });
  const after: Partial<StudySettings> = {};

  if (given.description !== '' && given.description !== own!.description) {
    if (isNew && own!.description === '') after.description = given.description;
    else keep('description', `“${given.description.slice(0, 200)}”`);
  }
  if (given.passThreshold !== own!.passThreshold) {
    if (isNew && own!.passThreshold === unchosenThreshold) after.passThreshold = given.passThreshold;
    else keep('passThreshold', `that a trial passes from a reward of ${given.passThreshold} on`);
  }
  if (given.baseline !== null) {
    const id = labelOf(given.baseline);
    if (id === null)
      notes.push({
        where: 'study.baseline',
        message: `the archive’s baseline “${given.baseline}” is no condition of this study`,
      });
    else if (isNew && own!.baselineConditionId === null) after.baselineConditionId = id;
    else if (own!.baselineConditionId !== id) keep('baseline', `that “${given.baseline}” is the baseline`);
  }
  if (given.synthetic && !own!.synthetic) {
    if (isNew) after.synthetic = true;
    else
      notes.push({
        where: 'study.synthetic',
        message: 'the archive holds generated data, which now stand among the others of this study',
      });
  }
  const changed = Object.keys(after) as (keyof StudySettings)[];
  if (changed.length > 0) await tx.update(study).set(after).where(eq(study.id, studyId));
  return { before: Object.fromEntries(changed.map((name) => [name, own![name]])), after };
}

/** Adds the claims that the study does not have yet, in their order. @returns their ids */
async function addClaims(
  tx: Transaction,
  studyId: string,
  { claims }: ArchiveManifest,
  notes: Note[],
): Promise<string[]> {
  const rows = await tx.select({ statement: claim.statement }).from(claim).where(eq(claim.studyId, studyId));
  const known = new Set(rows.map(({ statement }) => keyOf(claimStatement.parse(statement))));
  const added: string[] = [];
  for (const [i, given] of claims.entries()) {
    const parsed = claimStatement.safeParse(given);
    if (!parsed.success) {
      const problem = parsed.error.issues[0]!;
      notes.push({
        where: `claims[${i}]`,
        message: `not taken over: ${[...problem.path, problem.message].join(': ')}`,
      });
      continue;
    }
    if (known.has(keyOf(parsed.data))) continue;
    const [made] = await tx
      .insert(claim)
      // Claims are listed by when they were made, and a transaction is one moment.
      .values({
        studyId,
        statement: { ...parsed.data },
        createdAt: sql`now() + ${i}::int * interval '1 microsecond'`,
      })
      .returning({ id: claim.id });
    added.push(made!.id);
  }
  return added;
}

const keyOf = (statement: object): string =>
  JSON.stringify(Object.entries(statement).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Takes back what `takeOverManifest` did, but for what somebody has changed since. */
export async function takeBackManifest(
  tx: Transaction,
  studyId: string,
  { settings, claims, conditions, added }: ManifestChange,
): Promise<void> {
  const [own] = await tx.select().from(study).where(eq(study.id, studyId));
  const back = Object.fromEntries(
    Object.entries(settings.before).filter(
      ([name]) => own![name as keyof StudySettings] === settings.after[name as keyof StudySettings],
    ),
  );
  if (Object.keys(back).length > 0) await tx.update(study).set(back).where(eq(study.id, studyId));
  for (const id of claims) await tx.delete(claim).where(and(eq(claim.id, id), eq(claim.studyId, studyId)));
  for (const { id, label, before, after } of conditions)
    await tx
      .update(condition)
      .set(before)
      .where(
        and(
          eq(condition.id, id),
          eq(condition.label, label),
          sql`${condition.settings} = ${JSON.stringify(after.settings)}::jsonb`,
          sql`${condition.basis} is not distinct from ${after.basis}`,
        ),
      );
  for (const id of added)
    await tx.execute(sql`
      delete from ${condition} c where c.id = ${id}::uuid
        and not exists (select 1 from trial t where t.condition_id = c.id)`);
}
