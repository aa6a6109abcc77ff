import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, judgement, study, trial } from '@/db/schema';
import { type Calibration, calibrateJudge } from '@/lib/core/gains/judge-calibration';
import type { Confusion } from '@/lib/core/statistics/cohens-kappa';
import { hasReward } from './counted-trials';

export interface JudgeAgreement extends Confusion, Calibration {
  judge: string;
  /** Null for all benchmarks together. */
  benchmark: string | null;
  /** Verdicts that stand beside a verifier's. */
  compared: number;
  /** Verdicts on trials of which no verifier spoke. */
  alone: number;
}

interface Counts extends Confusion, Record<string, unknown> {
  judge: string;
  benchmark: string;
  alone: number;
}

/**
 * How far each judge agrees with the verifiers, by benchmark and over all of them. The truth is the reward of the judged
 * trial against the study's pass threshold; only where there is none, what the judge's file says of the verifier.
 */
export async function listJudgeAgreement(db: Db, studyId: string): Promise<JudgeAgreement[]> {
  const found = await db.execute<Counts>(sql`
    with said as (
      select j.judge, b.name as benchmark, j.verdict,
        coalesce(case when ${hasReward} then t.reward >= s.pass_threshold end, j.truth) as truth
      from ${judgement} j join ${benchmark} b on b.id = j.benchmark_id join ${study} s on s.id = j.study_id
        left join ${trial} t on t.id = j.trial_id
      where j.study_id = ${studyId})
    select judge, benchmark,
      (count(*) filter (where verdict and truth))::int as "truePositive",
      (count(*) filter (where verdict and not truth))::int as "falsePositive",
      (count(*) filter (where not verdict and truth))::int as "falseNegative",
      (count(*) filter (where not verdict and not truth))::int as "trueNegative",
      (count(*) filter (where truth is null))::int as alone
    from said group by judge, benchmark order by judge, benchmark`);
  const judges = [...new Set(found.rows.map(({ judge }) => judge))];
  return judges.flatMap((judge) => {
    const own = found.rows.filter((row) => row.judge === judge);
    const perBenchmark = own.map((row) => toAgreement(judge, row.benchmark, row));
    return own.length > 1 ? [...perBenchmark, toAgreement(judge, null, sumOf(own))] : perBenchmark;
  });
}

const fields = ['truePositive', 'falsePositive', 'falseNegative', 'trueNegative', 'alone'] as const;

const sumOf = (rows: readonly Counts[]) =>
  Object.fromEntries(
    fields.map((field) => [field, rows.reduce((sum, row) => sum + row[field], 0)]),
  ) as Record<(typeof fields)[number], number>;

function toAgreement(
  judge: string,
  name: string | null,
  {
    truePositive,
    falsePositive,
    falseNegative,
    trueNegative,
    alone,
  }: Record<(typeof fields)[number], number>,
): JudgeAgreement {
  const counts = { truePositive, falsePositive, falseNegative, trueNegative };
  return {
    judge,
    benchmark: name,
    ...counts,
    compared: truePositive + falsePositive + falseNegative + trueNegative,
    alone,
    ...calibrateJudge(counts),
  };
}
