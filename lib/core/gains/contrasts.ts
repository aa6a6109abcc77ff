import { type Comparison, compare } from './compare';
import { pairConditions } from './compute-gains';
import type { Outcomes } from './outcomes';
import type { GainsSettings } from './report';
import { tallyTrials } from './tally';

/** Two conditions, each by its id. */
export interface Contrast {
  condition: string;
  against: string;
}

/** One condition's gain over another that need not be the baseline; p-values are not adjusted for their number. */
export interface ContrastGains extends Contrast, Comparison {}

/** @complexity that of compare for each contrast */
export function computeContrasts(
  outcomes: Outcomes,
  contrasts: readonly Contrast[],
  settings: GainsSettings,
): ContrastGains[] {
  return contrasts.map(({ condition, against }) => {
    const tally = (id: string) => tallyTrials(outcomes.trials.get(id), outcomes, settings);
    const paired = pairConditions(outcomes, tally(against), tally(condition));
    return { condition, against, ...compare(paired, settings) };
  });
}
