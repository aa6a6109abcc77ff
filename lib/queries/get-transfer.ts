import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, memory, retrieval, retrievalHit, task, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { OwnBaselines } from '@/lib/core/gains/baselines';
import type { MissingReward } from '@/lib/core/gains/report';
import { readScaling } from '@/lib/core/gains/scaling';
import type { TransferCondition, TransferReport, TransferTrial } from '@/lib/core/gains/transfer-report';
import { type ComparedCondition, comparedConditions } from './compared-conditions';
import { gainsSeed } from './get-gains';
import { keptAnswers } from './kept-answers';

export interface TransferQuestion {
  studyId: string;
  /** A condition by id or label, or `own-model`. Default: the study's own, else a likely one. */
  baseline?: string | undefined;
  missing: MissingReward;
  /** Only conditions with memories of this type. */
  memoryType?: string | undefined;
}

export interface Transfer extends TransferReport {
  baseline: ComparedCondition;
  baselines: OwnBaselines;
  baselineName: string;
  conditions: ComparedCondition[];
}

const kept = keptAnswers<TransferReport>('transfer', 20);

/** Trials with the benchmarks and writers of the memories in their prompts. */
async function loadTrials(db: Db, studyId: string): Promise<TransferTrial[]> {
  const [trials, held] = await Promise.all([
    db
      .select({
        id: trial.id,
        benchmark: benchmark.name,
        task: task.externalId,
        condition: trial.conditionId,
        reward: trial.reward,
        exceptionType: trial.exceptionType,
      })
      .from(trial)
      .innerJoin(task, eq(task.id, trial.taskId))
      .innerJoin(benchmark, eq(benchmark.id, task.benchmarkId))
      .where(eq(trial.studyId, studyId))
      .orderBy(asc(trial.id)),
    db.execute<{ id: string; sources: string[]; writers: string[] }>(sql`
      select r.trial_id as id,
        coalesce(array_agg(distinct m.source_benchmark) filter (where m.source_benchmark is not null), '{}')
          as sources,
        coalesce(array_agg(distinct m.source_model) filter (where m.source_model is not null), '{}') as writers
      from ${retrieval} r join ${retrievalHit} h on h.retrieval_id = r.id join ${memory} m on m.id = h.memory_id
      where r.study_id = ${studyId} and r.trial_id is not null group by r.trial_id`),
  ]);
  const of = new Map(held.rows.map(({ id, sources, writers }) => [id, { sources, writers }]));
  const nothing = { sources: [], writers: [] };
  return trials.map(({ id, exceptionType, ...rest }) => ({
    ...rest,
    exceptionType,
    exception: exceptionType !== null,
    ...(of.get(id) ?? nothing),
  }));
}

const toCondition = ({ id, label, settings }: ComparedCondition): TransferCondition => ({
  ...{ id, label },
  agent: settings.agent ?? null,
  model: settings.model ?? null,
  memoryType: settings.memoryType ?? null,
  scope: settings.scope ?? null,
  method: settings.method ?? null,
  topN: settings.topN ?? null,
  pool: settings.pool ?? null,
  poolFraction: readScaling(settings, 'poolFraction'),
  sourceDomains: readScaling(settings, 'sourceDomains'),
});

/**
 * Which memories helped whom: by source benchmark, writer, size of the pool and method; computed in a worker and kept until
 * the study changes.
 *
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no trials
 */
export async function getTransfer(db: Db, question: TransferQuestion): Promise<Transfer> {
  const { studyId, missing, memoryType } = question;
  const { study, conditions, baseline, baselines, baselineName } = await comparedConditions(
    db,
    studyId,
    question.baseline,
  );
  const settings = {
    ...{ baseline: baseline.id, baselines, threshold: study.passThreshold, missing, memoryType },
    ...{ resamples: 10_000, level: 0.95, seed: gainsSeed },
  };
  const known = conditions.map(toCondition);
  const report = await kept([study.id, study.createdAt, study.revision, settings, known], async () =>
    compute('transfer', { ...settings, trials: await loadTrials(db, studyId), conditions: known }),
  );
  return { ...report, baseline, baselines, baselineName, conditions };
}
