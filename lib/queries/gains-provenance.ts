import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { GainsReport, GainsTrial } from '@/lib/core/gains/report';
import { commandLine, type Provenance } from '@/lib/exporters/provenance';
import { contentHash } from '@/lib/importers/content-hash';
import { codeVersion } from './code-version';
import { loadOutcomes } from './get-gains';
import { keptAnswers } from './kept-answers';

const kept = keptAnswers<string>('hashes of outcomes', 50);

/**
 * What trials say, as one hash: SHA-256 over their benchmark, task, condition, reward and whether they broke off, in an
 * order of its own. The same logs give the same hash in any study and in any order.
 *
 * @param labels the conditions' labels by their ids
 */
export function hashOutcomes(trials: readonly GainsTrial[], labels: ReadonlyMap<string, string>): string {
  const lines = trials.map(({ benchmark, task, condition, reward, exception }) =>
    JSON.stringify([benchmark, task, labels.get(condition) ?? condition, reward, exception]),
  );
  return contentHash(lines.sort().join('\n'));
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
  const { baseline, passK, threshold, missing, seed, resamples, level } = report.settings;
  const labels = new Map(report.conditions.map(({ condition, label }) => [condition, label]));
  const name = labels.get(baseline) ?? baseline;
  return {
    title: `pass@${passK} and gains over ${name}`,
    study: found.name,
    dataHash: await kept([studyId, found.createdAt, found.revision, [...labels]], async () =>
      hashOutcomes(await loadOutcomes(db, studyId), labels),
    ),
    settings: { baseline: name, passK, threshold, missing, resamples, level, average },
    seeds: [seed],
    codeVersion: await codeVersion(),
    command: commandLine('gains', { study: found.name, baseline: name, k: passK, missing }),
  };
}
