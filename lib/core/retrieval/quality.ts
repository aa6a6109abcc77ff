/** How relevant each document is to a query: grade 1 and up is relevant, unlisted is 0. */
export type Judgements<Id = string> = ReadonlyMap<Id, number>;

/** Judgements of one query, prepared for judging many rankings against them. */
export interface Ideal<Id> {
  judgements: Judgements<Id>;
  /** The grades of the relevant documents, greatest first: the best ranking there could be. */
  grades: readonly number[];
}

/** @complexity O(judged log judged), once for all rankings of a query */
export const idealOf = <Id>(judgements: Judgements<Id>): Ideal<Id> => ({
  judgements,
  grades: [...judgements.values()].filter((grade) => grade >= 1).sort((a, b) => b - a),
});

/** Quality of a ranking at a cut-off; all in [0, 1], higher is better. */
export interface RankingQuality {
  precision: number;
  recall: number;
  f1: number;
  hitRate: number;
  /** Reciprocal rank of the first relevant document. */
  reciprocalRank: number;
  /** Average precision over the relevant documents. */
  averagePrecision: number;
  /** Gain = grade. */
  ndcg: number;
  /** Gain = 2^grade − 1. */
  ndcgExponential: number;
}

/**
 * Quality of the first k of a ranking, as trec_eval and ranx define it.
 *
 * Precision divides by k even when the list is shorter; average precision divides by the number of relevant
 * documents; discounts are log2(rank + 1). A query without a relevant document scores 0, and so counts in a mean.
 *
 * @param ranking     document ids without repeats, best first
 * @param judgements  grades of the judged documents
 * @param k           integer ≥ 1, or Infinity for the whole list (precision then divides by its length)
 * @throws RangeError when k is neither
 * @complexity O(k + judged log judged)
 * @see Järvelin & Kekäläinen 2002, ACM TOIS 20(4), for nDCG
 */
export const rankingQuality = <Id>(
  ranking: readonly Id[],
  judgements: Judgements<Id>,
  k: number,
): RankingQuality => qualityAgainst(ranking, idealOf(judgements), k);

/**
 * {@link rankingQuality} against judgements that were prepared before.
 *
 * @throws RangeError when k is no cut-off
 * @complexity O(k)
 */
export function qualityAgainst<Id>(
  ranking: readonly Id[],
  { judgements, grades: best }: Ideal<Id>,
  k: number,
): RankingQuality {
  if (k !== Infinity && (!Number.isInteger(k) || k < 1))
    throw new RangeError(`k must be a positive integer, got ${k}`);
  const grades = ranking.slice(0, k).map((id) => judgements.get(id) ?? 0);
  const relevant = best.length;
  let [hits, precisions, firstHit] = [0, 0, 0];
  grades.forEach((grade, i) => {
    if (grade < 1) return;
    hits++;
    precisions += hits / (i + 1);
    firstHit ||= i + 1;
  });
  const precision = ratio(hits, k === Infinity ? ranking.length : k);
  const recall = ratio(hits, relevant);
  const ideal = best.slice(0, k);
  const exponential = (grade: number) => 2 ** grade - 1;
  return {
    precision,
    recall,
    f1: ratio(2 * precision * recall, precision + recall),
    hitRate: hits > 0 ? 1 : 0,
    reciprocalRank: ratio(1, firstHit),
    averagePrecision: ratio(precisions, relevant),
    ndcg: ratio(discounted(grades), discounted(ideal)),
    ndcgExponential: ratio(discounted(grades.map(exponential)), discounted(ideal.map(exponential))),
  };
}

const discounted = (gains: readonly number[]) =>
  gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
