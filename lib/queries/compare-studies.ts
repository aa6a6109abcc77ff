import { inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { claim, condition, study } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { completeSettings } from '@/lib/core/gains/compute-gains';
import type { MissingReward } from '@/lib/core/gains/report';
import type { ComparisonSettings } from '@/lib/core/versions/compare-gains';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { gainsSeed } from './get-gains';
import { keptAnswers } from './kept-answers';
import { loadStudyVersion } from './study-version';

export interface ComparisonQuestion {
  /** The study that stands for the earlier version, and the one for the later. */
  before: string;
  after: string;
  k?: number | undefined;
  missing?: MissingReward | undefined;
}

const kept = keptAnswers<VersionComparison>('comparisons of versions', 10);

/** How gains of versions are computed: as the page of gains does, and alike on both sides. */
export function comparisonSettings({ k = 1, missing }: Omit<ComparisonQuestion, 'before' | 'after'>) {
  const { passK, seed, resamples, level, noise, ...rest } = completeSettings({
    baseline: '',
    threshold: 1,
    passK: k,
    missing: missing ?? 'errors-fail',
    seed: gainsSeed,
  });
  return { passK, missing: rest.missing, seed, resamples, level, noise } satisfies ComparisonSettings;
}

/**
 * What changed from one study to another, taken as two versions of one; computed in a worker thread and kept until either
 * changes.
 *
 * @throws AppError `not-found` for an unknown study, `invalid-input` where both are the same
 */
export async function compareStudies(db: Db, question: ComparisonQuestion): Promise<VersionComparison> {
  const { before, after } = question;
  if (before === after)
    throw new AppError('invalid-input', 'A study cannot be compared with itself.', { where: 'with' });
  const found = await db
    .select({ id: study.id, createdAt: study.createdAt, revision: study.revision, name: study.name })
    .from(study)
    .where(inArray(study.id, [before, after]));
  const named = await db
    .select({ id: condition.id, label: condition.label, position: condition.position })
    .from(condition)
    .where(inArray(condition.studyId, [before, after]));
  const claims = await db
    .select({ id: claim.id, statement: claim.statement })
    .from(claim)
    .where(inArray(claim.studyId, [before, after]));
  const settings = comparisonSettings(question);
  const key = [before, after, found.sort((a, b) => (a.id < b.id ? -1 : 1)), named, claims, settings];
  return kept(key, async () => {
    const versions = { before: await loadStudyVersion(db, before), after: await loadStudyVersion(db, after) };
    return compute('compare-versions', { ...versions, settings });
  });
}
