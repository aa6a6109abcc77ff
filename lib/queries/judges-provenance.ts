import type { Db } from '@/db/client';
import type { Average } from '@/lib/core/gains/report';
import { commandLine, type Provenance } from '@/lib/exporters/provenance';
import { codeVersion } from './code-version';
import { comparedConditions } from './compared-conditions';
import { comparisonProvenance } from './comparison-provenance';
import { hashVerdicts } from './data-hashes';
import type { JudgedGainsAnswer } from './judged-gains';
import type { StudyRow } from './studies';

/** Where the agreement of all judges with the verifiers comes from, and the command that prints it again. */
export async function calibrationProvenance(db: Db, study: StudyRow, level: number): Promise<Provenance> {
  return {
    title: 'Judges against verifiers',
    study: study.name,
    dataHash: await hashVerdicts(db, study),
    settings: { threshold: study.passThreshold, level },
    seeds: [],
    codeVersion: await codeVersion(),
    command: commandLine('judges', { study: study.name }),
  };
}

/**
 * Where the gains come from that hold if one believes a judge.
 *
 * @param asked the baseline as it was asked for
 * @throws AppError `not-found` for an unknown study or baseline
 */
export async function believedProvenance(
  db: Db,
  study: StudyRow,
  {
    title,
    judge,
    asked,
    average,
  }: { title: string; judge: string; asked: string | undefined; average: Average },
  { verifier: { settings } }: JudgedGainsAnswer,
): Promise<Provenance> {
  return comparisonProvenance(db, await comparedConditions(db, study.id, asked), {
    title,
    settings: { judge, average, resamples: settings.resamples, level: settings.level },
    seeds: [settings.seed],
    dataHash: await hashVerdicts(db, study, judge),
    command: { name: 'judges', options: { judge, average } },
  });
}
