import type { Db } from '@/db/client';
import { AppError, isAppError } from '@/lib/core/errors';
import { claimSentence, claimTestWords } from '@/lib/core/gains/claim';
import type { Average, MissingReward } from '@/lib/core/gains/report';
import { commandLine } from '@/lib/exporters/provenance';
import type { ReportContent } from '@/lib/exporters/report/report-content';
import { listClaims, staleClaims } from './claims';
import { codeVersion } from './code-version';
import { findBaselineId } from './find-condition';
import { getGainsProvenance } from './gains-provenance';
import { getGains } from './get-gains';
import { getOverview } from './get-overview';

export interface ReportQuestion {
  studyId: string;
  /** A condition by id or label, or `own-model`. Default: the study's own, else a likely one. */
  baseline?: string | undefined;
  k: number;
  average: Average;
  missing?: MissingReward | undefined;
}

/** Everything that the report of a study shows. @throws AppError `not-found` for an unknown study or baseline */
export async function getStudyReport(db: Db, question: ReportQuestion): Promise<ReportContent> {
  const { studyId, average, k, missing } = question;
  const [overview, claims] = await Promise.all([getOverview(db, studyId), listClaims(db, studyId)]);
  if (!overview) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const { study, conditions, benchmarks } = overview;
  const [gains, stale] = await Promise.all([gainsOf(db, question), staleClaims(db, studyId, claims)]);
  const chosen = question.baseline === undefined ? null : findBaselineId(conditions, question.baseline);
  const baseline = conditions.find(({ id }) => id === chosen)?.label ?? chosen;
  return {
    study,
    counts: {
      tasks: benchmarks.reduce((sum, { taskCount }) => sum + taskCount, 0),
      benchmarks: benchmarks.length,
      trials: study.trialCount,
      conditions: conditions.length,
      memories: study.memoryCount,
    },
    coverage: overview.coverage.map(({ conditionLabel, benchmark, trials, tasks }) => ({
      condition: conditionLabel,
      benchmark,
      trials,
      tasks,
    })),
    warnings: overview.warnings.map(({ message }) => message),
    average,
    gains,
    settings: new Map(conditions.map(({ id, settings }) => [id, settings])),
    claims: claims.map(({ id, statement, verdict, previous, dataHash }) => ({
      sentence: claimSentence(statement),
      test: claimTestWords(statement),
      verdict,
      before: previous,
      dataHash,
      stale: stale.has(id),
    })),
    codeVersion: await codeVersion(),
    command: commandLine('report', {
      study: study.name,
      baseline,
      k,
      average,
      missing: missing ?? null,
      out: 'report.html',
    }),
    madeAt: new Date(),
  };
}

async function gainsOf(db: Db, question: ReportQuestion): Promise<ReportContent['gains']> {
  const { studyId, average, ...asked } = question;
  try {
    const report = await getGains(db, { studyId, ...asked });
    return { report, provenance: await getGainsProvenance(db, studyId, report, average) };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-estimable') throw error;
    return { report: null, reason: error.message };
  }
}
