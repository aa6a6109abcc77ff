import { bootstrapMeans } from '@/lib/core/statistics/bootstrap-means';
import type { BootstrapMean } from '@/lib/core/statistics/paired-bootstrap';
import { wilsonInterval } from '@/lib/core/statistics/wilson-interval';
import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import { type Ideal, idealOf, qualityAgainst } from './quality';
import { type RankedArms, rankingOf } from './ranked-arms';

/** Figures of an arm against labels, all in [0, 1] and higher is better. */
export const qualityMetrics = {
  ndcg: 'nDCG',
  condensedNdcg: 'nDCG of the labelled',
  reciprocalRank: 'MRR',
  recall: 'recall',
  hitRate: 'hit rate',
} as const;
export type QualityMetric = keyof typeof qualityMetrics;
export const qualityMetricIds = Object.keys(qualityMetrics) as QualityMetric[];

/** Grades of memories for tasks, by the numbers that the rankings use. */
export interface RelevanceLabels {
  /** The task of each label; null when every label holds for every task. */
  tasks: Int32Array | null;
  memories: Int32Array;
  grades: Uint8Array;
}

export interface QualityInput {
  rankings: RankedArms;
  labels: RelevanceLabels;
  /** Cut-off: integer ≥ 1. */
  k: number;
  resamples: number;
  /** Two-sided confidence in (0, 1). */
  level: number;
  seed: number;
}

/** A mean over tasks with its interval. */
export interface QualityFigure {
  estimate: Estimate;
  ciLow: number | null;
  ciHigh: number | null;
  /** Why there are no limits, or none of the usual kind; null when there is nothing to say. */
  note: string | null;
}

export interface ArmQuality {
  /** Tasks of the means: those with a relevant label on which the arm could search. */
  taskCount: number;
  /** Share of the arm's first k hits on these tasks that bear a label, 0 to 1. */
  labelledShare: Estimate;
  metrics: Record<QualityMetric, QualityFigure>;
  /** This arm less the first, over the tasks of both; null for the first itself. */
  differences: Record<QualityMetric, QualityFigure> | null;
}

export interface QualityReport {
  k: number;
  taskCount: number;
  /** Tasks with any label, and those with at least one label of 1 or more, over which means are taken. */
  labelledTasks: number;
  relevantTasks: number;
  labelCount: number;
  /** In the order of the rankings. */
  arms: ArmQuality[];
  resamples: number;
  level: number;
  seed: number;
}

/**
 * How well arms retrieve what labels call relevant: nDCG@k (gain = grade), reciprocal rank, recall@k and hit rate@k as
 * `rankingQuality` defines them, a memory without a label counting as not relevant, and nDCG@k of the condensed list,
 * from which memories without a label are taken out. Means over the tasks with a relevant label, intervals by bootstrap
 * over these tasks, differences to the first arm paired by task.
 *
 * @throws RangeError when k is no cut-off, or the labels' columns differ in length
 * @complexity O(arms · tasks · (depth + resamples))
 * @see Sakai 2007, "Alternatives to Bpref", SIGIR: condensed lists
 */
export function computeArmQuality(input: QualityInput): QualityReport {
  const { rankings, labels, k, resamples, level, seed } = input;
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, got ${k}`);
  const ideals = idealsOf(labels, rankings.taskCount);
  const labelled = ideals.filter((ideal) => ideal.judgements.size > 0).length;
  const relevant = ideals.flatMap((ideal, task) => (ideal.grades.length > 0 ? [task] : []));
  const perArm = Array.from({ length: rankings.armCount }, (_, arm) =>
    relevant.map((task) => taskQuality(rankingOf(rankings, arm, task), ideals[task]!, k)),
  );
  const nothing = notEstimableReason(labels.grades.length, relevant.length);
  return {
    k,
    taskCount: rankings.taskCount,
    labelledTasks: labelled,
    relevantTasks: relevant.length,
    labelCount: labels.grades.length,
    arms: perArm.map((tasks, arm) => toArmQuality(tasks, arm === 0 ? null : perArm[0]!, input, nothing)),
    resamples,
    level,
    seed,
  };
}

const notEstimableReason = (labels: number, relevantTasks: number): string =>
  labels === 0
    ? 'nothing is labelled'
    : relevantTasks === 0
      ? 'no task has a memory that is labelled as relevant'
      : 'the arm could not search on the labelled tasks';

function idealsOf({ tasks, memories, grades }: RelevanceLabels, taskCount: number): Ideal<number>[] {
  if (memories.length !== grades.length || (tasks && tasks.length !== grades.length))
    throw new RangeError('the columns of the labels differ in length');
  if (!tasks) {
    const shared = new Map(Array.from(memories, (memory, i) => [memory, grades[i]!]));
    return new Array<Ideal<number>>(taskCount).fill(idealOf(shared));
  }
  const maps = Array.from({ length: taskCount }, () => new Map<number, number>());
  tasks.forEach((task, i) => {
    maps[task]!.set(memories[i]!, grades[i]!);
  });
  return maps.map(idealOf);
}

interface TaskQuality {
  values: Record<QualityMetric, number>;
  hits: number;
  labelled: number;
}

function taskQuality(ranking: number[] | null, ideal: Ideal<number>, k: number): TaskQuality | null {
  if (!ranking) return null;
  const known = ranking.filter((memory) => ideal.judgements.has(memory));
  const first = ranking.slice(0, k);
  const { ndcg, reciprocalRank, recall, hitRate } = qualityAgainst(ranking, ideal, k);
  const condensedNdcg = qualityAgainst(known, ideal, k).ndcg;
  return {
    values: { ndcg, condensedNdcg, reciprocalRank, recall, hitRate },
    hits: first.length,
    labelled: first.filter((memory) => ideal.judgements.has(memory)).length,
  };
}

function toArmQuality(
  tasks: readonly (TaskQuality | null)[],
  reference: readonly (TaskQuality | null)[] | null,
  options: QualityInput,
  nothing: string,
): ArmQuality {
  const own = tasks.filter((task) => task !== null);
  const hits = own.reduce((sum, task) => sum + task.hits, 0);
  const labelled = own.reduce((sum, task) => sum + task.labelled, 0);
  const pairs = tasks.flatMap((task, t) => {
    const other = reference?.[t];
    return task && other ? [[task, other] as const] : [];
  });
  return {
    taskCount: own.length,
    labelledShare:
      hits > 0
        ? { value: labelled / hits }
        : notEstimable(own.length === 0 ? nothing : 'nothing was retrieved'),
    metrics: figures(
      own.map(({ values }) => values),
      options,
      nothing,
      true,
    ),
    differences:
      reference &&
      figures(
        pairs.map(([task, other]) => minus(task.values, other.values)),
        options,
        own.length === 0 ? nothing : 'no task on which both this arm and the first could search',
        false,
      ),
  };
}

const eachMetric = <T>(of: (metric: QualityMetric) => T) =>
  Object.fromEntries(qualityMetricIds.map((metric) => [metric, of(metric)])) as Record<QualityMetric, T>;

const minus = (a: Record<QualityMetric, number>, b: Record<QualityMetric, number>) =>
  eachMetric((metric) => a[metric] - b[metric]);

function figures(
  rows: readonly Record<QualityMetric, number>[],
  { resamples, level, seed }: QualityInput,
  nothing: string,
  isRate: boolean,
): Record<QualityMetric, QualityFigure> {
  if (rows.length === 0)
    return eachMetric(() => ({ estimate: notEstimable(nothing), ciLow: null, ciHigh: null, note: nothing }));
  const columns = qualityMetricIds.map((metric) => rows.map((row) => row[metric]));
  const means = bootstrapMeans(columns, { resamples, level, seed });
  return eachMetric((metric) => {
    const mean = means[qualityMetricIds.indexOf(metric)]!;
    return isRate && metric === 'hitRate' ? rateFigure(mean, rows.length, level) : toFigure(mean);
  });
}

const toFigure = ({ estimate, low, high, reason }: BootstrapMean): QualityFigure => ({
  estimate: { value: estimate },
  ciLow: low,
  ciHigh: high,
  note: reason,
});

/** Where every task is a hit, or none, resampling sees no variation, but a score interval is known. */
function rateFigure(mean: BootstrapMean, n: number, level: number): QualityFigure {
  const figure = toFigure(mean);
  if (n === 1 || (mean.estimate !== 0 && mean.estimate !== 1)) return figure;
  const { low, high } = wilsonInterval(mean.estimate * n, n, level);
  return { ...figure, ciLow: low, ciHigh: high, note: 'Wilson score interval: every task is alike' };
}
