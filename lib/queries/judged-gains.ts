import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, judgement, task, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { baselineOf } from '@/lib/core/gains/compute-gains';
import type { JudgedGains, JudgedTrial } from '@/lib/core/gains/judged-gains';
import { comparedConditions } from './compared-conditions';
import { hasReward } from './counted-trials';
import { gainsSeed } from './get-gains';
import { keptAnswers } from './kept-answers';
import { getStudy } from './studies';

export interface JudgedGainsAnswer extends JudgedGains {
  /** Trials of which judge and verifier both spoke. */
  trialCount: number;
  /** Of these, trials that the judge judged more than once; most verdicts count, a tie as failed. */
  judgedAgain: number;
  /** Trials that the judge judged without a word of the verifier: in neither of the two gains, whatever others count them as. */
  withoutReward: number;
}

export interface JudgedQuestion {
  studyId: string;
  judge: string;
  /** A condition by id or label, or `own-model`. Default: the study's own, else a likely one. */
  baseline?: string | undefined;
}

const kept = keptAnswers<JudgedGainsAnswer>('judged gains', 20);

/**
 * The gains on the trials that a judge judged, once as the verifier and once as the judge has them.
 *
 * @returns null where no trial has a word of both
 * @throws AppError `not-found` for an unknown study or baseline
 */
export async function getJudgedGains(
  db: Db,
  { studyId, judge, baseline: asked }: JudgedQuestion,
): Promise<JudgedGainsAnswer | null> {
  if (!(await getStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const judgedTrials = await loadJudged(db, studyId, judge);
  const rows = judgedTrials.filter(({ known }) => known);
  if (rows.length === 0) return null;
  const { study, conditions, baseline, baselines } = await comparedConditions(db, studyId, asked);
  const settings = { baseline: baseline.id, baselines };
  const judged = [...new Set(rows.map(({ condition }) => condition))];
  const shown = new Set([...judged, ...judged.map((id) => baselineOf(id, settings))]);
  const compared = conditions.filter(({ id }) => shown.has(id)).map(({ id, label }) => ({ id, label }));
  const key = [study.id, study.createdAt, study.revision, compared, settings, judge, judgedTrials.length];
  return kept([...key, study.passThreshold], async () => ({
    ...(await compute('judged-gains', {
      ...{ trials: rows, conditions: compared, ...settings },
      ...{ threshold: study.passThreshold, seed: gainsSeed },
    })),
    trialCount: rows.length,
    judgedAgain: rows.filter(({ verdicts }) => verdicts > 1).length,
    withoutReward: judgedTrials.length - rows.length,
  }));
}

interface JudgedRow extends JudgedTrial, Record<string, unknown> {
  verdicts: number;
  /** Whether the verifier spoke. */
  known: boolean;
}

async function loadJudged(db: Db, studyId: string, judge: string): Promise<JudgedRow[]> {
  const found = await db.execute<JudgedRow>(sql`
    select b.name as benchmark, k.external_id as task, t.condition_id as condition, t.reward as reward,
      t.exception_type is not null as exception, avg(j.verdict::int) > 0.5 as verdict, count(*)::int as verdicts,
      ${hasReward} as known
    from ${judgement} j join ${trial} t on t.id = j.trial_id join ${task} k on k.id = t.task_id
      join ${benchmark} b on b.id = k.benchmark_id
    where j.study_id = ${studyId} and j.judge = ${judge}
    group by t.id, b.name, k.external_id order by t.id`);
  return found.rows;
}
