import { type Estimate, notEstimable } from '@/lib/core/vocabulary';
import type { ArmTaskResult } from './ablation';
import { jaccard, rankBiasedOverlap } from './agreement';

/** How alike the arms' rankings are, averaged over tasks; symmetric, arms × arms. */
export interface AgreementMatrix {
  jaccard: Estimate[][];
  /** RBO_ext (eq. 32). */
  rbo: Estimate[][];
  /** The p of RBO. */
  persistence: number;
}

/** Looks about ten ranks deep; the value that Webber et al. use throughout. */
const PERSISTENCE = 0.9;

/** What an arm retrieved, task by task; null where it could not search. */
export const rankingsOf = (results: readonly ArmTaskResult[]): (number[] | null)[] =>
  results.map(({ hits, reason }) => (reason === null ? hits.map(({ memoryIndex }) => memoryIndex) : null));

/**
 * Mean agreement of every pair of arms over the tasks where both could search and at least one found something: two empty
 * lists agree on nothing, and counting them as alike would reward arms that seldom find anything.
 *
 * @param rankings  arm × task → memories, best first; null where the arm could not search
 * @complexity O(arms² · tasks · length)
 */
export function agreementOf<M>(rankings: readonly (readonly (readonly M[] | null)[])[]): AgreementMatrix {
  const empty = () => rankings.map(() => new Array<Estimate>(rankings.length));
  const matrix = { jaccard: empty(), rbo: empty(), persistence: PERSISTENCE };
  rankings.forEach((first, i) => {
    for (let j = i; j < rankings.length; j++) {
      const pairs = first.flatMap((list, task) => {
        const other = rankings[j]![task];
        return list && other && list.length + other.length > 0 ? [[list, other] as const] : [];
      });
      const sets = mean(pairs.flatMap(([a, b]) => jaccard(a, b).value ?? []));
      const ranks = mean(pairs.map(([a, b]) => rankBiasedOverlap(a, b, PERSISTENCE)));
      matrix.jaccard[i]![j] = sets;
      matrix.jaccard[j]![i] = sets;
      matrix.rbo[i]![j] = ranks;
      matrix.rbo[j]![i] = ranks;
    }
  });
  return matrix;
}

function mean(values: readonly number[]): Estimate {
  if (values.length === 0) return notEstimable('no task on which either arm retrieved something');
  return { value: values.reduce((a, b) => a + b, 0) / values.length };
}
