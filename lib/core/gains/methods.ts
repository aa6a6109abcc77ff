import { groupBy } from '@/lib/core/group-by';
import { compactLetters } from '@/lib/core/statistics/compact-letters';
import { holm } from '@/lib/core/statistics/holm';
import { pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import { signFlipTest } from '@/lib/core/statistics/sign-flip-permutation';
import type { MethodGroup, MethodRow, TransferCondition, TransferInput } from './transfer-report';
import { meanOf, sharesByTask, taskMeans, toUplift, toUplifts } from './uplifts';

const alpha = 0.05;

type Settings = Pick<TransferInput, 'trials' | 'threshold' | 'missing' | 'resamples' | 'level' | 'seed'>;

/** What conditions have in common that differ in their method alone, in words. */
function commonOf({
  agent,
  model,
  memoryType,
  scope,
  topN,
  pool,
  poolFraction,
  sourceDomains,
}: TransferCondition) {
  const parts = [agent, model, memoryType, scope, topN === null ? null : `top ${topN}`, pool].concat(
    poolFraction === null ? [] : [`${poolFraction} of the pool`],
    sourceDomains === null ? [] : [`${sourceDomains} source domains`],
  );
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

/**
 * Retrieval methods against each other: conditions that agree in everything they say but the method, best first, with
 * their gains over the baseline and letters by pairwise sign-flip tests, Holm-adjusted within the group.
 *
 * @param baselineFor the shares by task of what a condition is compared with
 * @returns groups of two methods or more
 * @complexity O(trials + methods · benchmarks · resamples + methods² · tests)
 */
export function compareMethods(
  conditions: readonly TransferCondition[],
  baselineFor: (condition: string) => ReadonlyMap<string, number>,
  settings: Settings,
): MethodGroup[] {
  const retrieving = conditions.filter(({ method, memoryType }) => method !== null && memoryType !== 'none');
  return [...groupBy(retrieving, commonOf)].flatMap(([common, members]) =>
    new Set(members.map(({ method }) => method)).size < 2
      ? []
      : [describe(common, members, baselineFor, settings)],
  );
}

function describe(
  common: string,
  members: readonly TransferCondition[],
  baselineFor: (condition: string) => ReadonlyMap<string, number>,
  settings: Settings,
): MethodGroup {
  const trials = groupBy(settings.trials, ({ condition }) => condition);
  const own = members.map((one) => ({
    one,
    shares: sharesByTask(trials.get(one.id) ?? [], settings),
    uplifts: toUplifts(trials.get(one.id) ?? [], baselineFor(one.id), settings),
  }));
  const benchmarks = [
    ...new Set(own.flatMap(({ uplifts }) => uplifts.map((trial) => trial.benchmark))),
  ].sort();
  const rows = own
    .map(({ one, shares, uplifts }) => ({ one, shares, gains: gainsOf(uplifts, benchmarks, settings) }))
    .sort((a, b) => (b.gains.at(-1)!.estimate.value ?? -2) - (a.gains.at(-1)!.estimate.value ?? -2));
  const pairs = rows.flatMap((first, i) =>
    rows.slice(i + 1).flatMap((second, j) => {
      const tested = differenceOf(first.shares, second.shares, settings);
      return tested
        ? [{ places: [i, i + 1 + j] as const, first: first.one.label, second: second.one.label, ...tested }]
        : [];
    }),
  );
  const adjusted = holm(pairs.map(({ pValue }) => pValue));
  const letters = compactLetters(
    rows.length,
    pairs.filter((_, i) => adjusted[i]! < alpha).map(({ places }) => places),
  );
  return {
    ...{ common: common || 'settings not said', benchmarks },
    rows: rows.map(
      ({ one, gains }, i): MethodRow => ({
        ...{ condition: one.id, label: one.label, method: one.method!, gains },
        letters: letters[i]!.join(''),
      }),
    ),
    pairs: pairs.map(({ places: _, ...pair }, i) => ({ ...pair, pHolm: adjusted[i]! })),
  };
}

function gainsOf(
  uplifts: ReturnType<typeof toUplifts>,
  benchmarks: readonly string[],
  { resamples, level, seed }: Settings,
): MethodRow['gains'] {
  const parts = groupBy(uplifts, ({ benchmark }) => benchmark);
  const filled = benchmarks.filter((name) => parts.has(name));
  const means =
    filled.length > 0
      ? pairedBootstrap(
          filled.map((name) => taskMeans(parts.get(name)!)),
          { resamples, level, seed },
        )
      : null;
  const countsOf = (own: typeof uplifts) => ({ taskCount: taskMeans(own).length, trialCount: own.length });
  const reason = 'no task that both the method and the baseline have';
  return [
    ...benchmarks.map((name) =>
      toUplift(means?.strata[filled.indexOf(name)], countsOf(parts.get(name) ?? []), reason),
    ),
    toUplift(means?.pooled, countsOf(uplifts), reason),
  ];
}

/** First less second on the tasks that both have. */
function differenceOf(
  first: ReadonlyMap<string, number>,
  second: ReadonlyMap<string, number>,
  { resamples, seed }: Settings,
): { difference: number; taskCount: number; pValue: number } | null {
  const differences = [...first].flatMap(([task, share]) => {
    const other = second.get(task);
    return other === undefined ? [] : [share - other];
  });
  if (differences.length === 0) return null;
  const { pValue } = signFlipTest([differences], [1], { resamples, seed });
  return { difference: meanOf(differences), taskCount: differences.length, pValue };
}
