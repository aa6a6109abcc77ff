import type { Db } from '@/db/client';
import { compute } from '@/lib/compute/pool';
import { scopeContrasts } from '@/lib/core/gains/arrange';
import type { ContrastGains } from '@/lib/core/gains/contrasts';
import type { ConditionCosts } from '@/lib/core/gains/costs';
import type { Average } from '@/lib/core/gains/report';
import type { TieGroups } from '@/lib/core/gains/tie-groups';
import { type GainsQuestion, prepareGains } from './get-gains';
import { keptAnswers } from './kept-answers';

const keptTies = keptAnswers<TieGroups>('gains, groups of ties', 50);
const keptCosts = keptAnswers<ConditionCosts[]>('gains, costs', 50);
const keptContrasts = keptAnswers<ContrastGains[]>('gains, contrasts of scope', 50);

/** Groups of ties over all conditions of a study; see tieGroups. @throws AppError as prepareGains */
export async function getTieGroups(db: Db, question: GainsQuestion, average: Average): Promise<TieGroups> {
  const { key, conditions, outcomes, settings } = await prepareGains(db, question);
  const named = conditions.map(({ id, label }) => ({ id, label }));
  const { baseline: _, noise: __, ...decisive } = settings;
  return keptTies([...key, decisive, average], () =>
    compute('gains-ties', { outcomes, conditions: named, settings, average }),
  );
}

/** What solving cost under every condition of a study; see conditionCosts. @throws AppError as prepareGains */
export async function getConditionCosts(db: Db, question: GainsQuestion): Promise<ConditionCosts[]> {
  const { key, conditions, outcomes, settings } = await prepareGains(db, question);
  const named = conditions.map(({ id, label }) => ({ id, label }));
  const { missing, threshold, resamples, level, seed } = settings;
  return keptCosts([...key, missing, threshold, resamples, level, seed], () =>
    compute('gains-costs', { outcomes, conditions: named, settings }),
  );
}

/** Memories from other benchmarks against the benchmark's own, for every type that has both. */
export async function getScopeContrasts(
  db: Db,
  question: GainsQuestion,
): Promise<(ContrastGains & { name: string })[]> {
  const { key, conditions, outcomes, settings } = await prepareGains(db, question);
  const wanted = scopeContrasts(conditions);
  if (wanted.length === 0) return [];
  const { baseline: _, adjust: __, ...decisive } = settings;
  const gains = await keptContrasts([...key, decisive, wanted], () =>
    compute('gains-contrasts', {
      outcomes,
      contrasts: wanted.map(({ condition, against }) => ({ condition, against })),
      settings,
    }),
  );
  return gains.map((gain, i) => ({ ...gain, name: wanted[i]!.name }));
}
