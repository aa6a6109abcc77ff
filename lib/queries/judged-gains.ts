import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, judgement, task, trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import type { JudgedGains, JudgedTrial } from '@/lib/core/gains/judged-gains';
import { listConditions } from './conditions';
import { gainsSeed } from './get-gains';
import { keptAnswers } from './kept-answers';
import { findBaseline } from './list-uplifts';
import { getStudy } from './studies';

export interface JudgedGainsAnswer extends JudgedGains {
  /** Trials of which judge and verifier both spoke. */
  trialCount: number;
  /** Of these, trials that the judge judged more than once; most verdicts count, a tie as failed. */
  judgedAgain: number;
}

const kept = keptAnswers<JudgedGainsAnswer>('judged gains', 20);

/**
 * The gains on the trials that a judge judged, once as the verifier and once as the judge has them.
 *
 * @param judge whose verdicts
 * @returns null where no trial has a word of both
 * @throws AppError `not-found` for an unknown study or baseline
 */
export async function getJudgedGains(
  db: Db,
  { studyId, judge, baselineId }: { studyId: string; judge: string; baselineId?: string | undefined },
): Promise<JudgedGainsAnswer | null> {
  const study = await getStudy(db, studyId);
  if (!study) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const rows = await loadJudged(db, studyId, judge);
  if (rows.length === 0) return null;
  const conditions = await listConditions(db, studyId);
  const baseline = baselineId ?? (await findBaseline(db, studyId));
  if (!conditions.some(({ id }) => id === baseline)) {
    throw new AppError('not-found', 'The condition asked for as the baseline does not exist in this study.', {
      hint: 'It may have been renamed, merged or deleted; choose another.',
    });
  }
  const judged = new Set(rows.map(({ condition }) => condition));
  const compared = conditions
    .filter(({ id }) => id === baseline || judged.has(id))
    .map(({ id, label }) => ({ id, label }));
  const key = [studyId, study.createdAt, study.revision, compared, baseline, judge, rows.length];
  return kept(key, async () => ({
    ...(await compute('judged-gains', {
      ...{ trials: rows, conditions: compared, baseline: baseline! },
      ...{ threshold: study.passThreshold, seed: gainsSeed },
    })),
    trialCount: rows.length,
    judgedAgain: rows.filter(({ verdicts }) => verdicts > 1).length,
  }));
}

type JudgedRow = JudgedTrial & { verdicts: number } & Record<string, unknown>;

async function loadJudged(db: Db, studyId: string, judge: string): Promise<JudgedRow[]> {
  const found = await db.execute<JudgedRow>(sql`
    select b.name as benchmark, k.external_id as task, t.condition_id as condition, t.reward as reward,
      t.exception_type is not null as exception, avg(j.verdict::int) > 0.5 as verdict, count(*)::int as verdicts
    from ${judgement} j join ${trial} t on t.id = j.trial_id join ${task} k on k.id = t.task_id
      join ${benchmark} b on b.id = k.benchmark_id
    where j.study_id = ${studyId} and j.judge = ${judge} and t.reward is not null
    group by t.id, b.name, k.external_id order by t.id`);
  return found.rows;
}
