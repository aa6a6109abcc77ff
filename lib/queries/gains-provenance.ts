import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition, study } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { ownModel } from '@/lib/core/gains/baselines';
import { baselineName, type GainsReport } from '@/lib/core/gains/report';
import { commandLine, type Provenance } from '@/lib/exporters/provenance';
import { codeVersion } from './code-version';
import { loadGainsOutcomes } from './gains-outcomes';
import { keptAnswers } from './kept-answers';

export { hashOutcomes } from '@/lib/importers/hash-outcomes';

const kept = keptAnswers<string>('hashes of outcomes', 50);

/** The hash of what a study's trials say; see hashOutcomes. @throws AppError `not-found` for an unknown study */
export async function getDataHash(db: Db, studyId: string): Promise<string> {
  const found = (await db.select().from(study).where(eq(study.id, studyId)))[0];
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const conditions = await db
    .select({ id: condition.id, label: condition.label })
    .from(condition)
    .where(eq(condition.studyId, studyId));
  const labels = new Map(conditions.map(({ id, label }) => [id, label]));
  return kept([studyId, found.createdAt, found.revision, [...labels].sort()], async () =>
    compute('hash-outcomes', { outcomes: await loadGainsOutcomes(db, found), labels }),
  );
}

/**
 * Where the numbers of a report come from, and the command that prints them again.
 *
 * @param average how benchmarks are averaged where the report is shown
 * @throws AppError `not-found` for an unknown study
 */
export async function getGainsProvenance(
  db: Db,
  studyId: string,
  report: GainsReport,
  average: string,
): Promise<Provenance> {
  const found = (await db.select().from(study).where(eq(study.id, studyId)))[0];
  if (!found) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const { baseline, baselines, passK, threshold, missing, noise, adjust, seed, resamples, level } =
    report.settings;
  const labels = new Map(report.conditions.map(({ condition, label }) => [condition, label]));
  const byModel = Object.keys(baselines).length > 0;
  const name = byModel ? ownModel : (labels.get(baseline) ?? baseline);
  return {
    title: `pass@${passK} and gains over ${baselineName(report)}`,
    study: found.name,
    dataHash: await getDataHash(db, studyId),
    settings: {
      baseline: name,
      passK,
      threshold,
      missing,
      noise,
      adjust,
      resamples,
      level,
      average,
    },
    seeds: [seed],
    codeVersion: await codeVersion(),
    command: commandLine('gains', {
      study: found.name,
      baseline: name,
      k: passK,
      missing,
      noise,
      adjust,
      average,
    }),
  };
}
