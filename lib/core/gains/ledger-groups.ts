import { groupBy } from '@/lib/core/group-by';
import { benjaminiHochberg } from '@/lib/core/statistics/benjamini-hochberg';
import { mcNemar } from '@/lib/core/statistics/mcnemar';
import { type BootstrapMean, pairedBootstrap } from '@/lib/core/statistics/paired-bootstrap';
import type { FlipOutcome, LedgerGroup, LedgerPair, LedgerSettings } from './ledger';

const sign: Readonly<Record<FlipOutcome, number>> = { gained: 1, same: 0, lost: -1 };

type Line = Pick<LedgerPair, 'benchmark' | 'condition' | 'outcome'>;

/**
 * Discordant counts of each condition, on every benchmark and on all together, with McNemar's exact test, q-values over
 * all that is returned, and the difference with its interval. A group is one condition, so that no task is in it twice.
 *
 * @param pairs in the order in which conditions are to come
 * @returns per condition the benchmarks by name and then, where there are several, all of them
 * @throws RangeError when level or resamples make no sense
 * @complexity O(pairs + conditions · benchmarks · resamples)
 * @see Fagerland, Lydersen & Laake 2013; Benjamini & Hochberg 1995; BCa as in `pairedBootstrap`
 */
export function groupLedger(pairs: readonly Line[], settings: LedgerSettings): LedgerGroup[] {
  const byCondition = groupBy(pairs, ({ condition }) => condition);
  const groups = [...byCondition].flatMap(([condition, own]) => {
    const parts = [...groupBy(own, ({ benchmark }) => benchmark)].sort(([a], [b]) => (a < b ? -1 : 1));
    const means = pairedBootstrap(
      parts.map(([, lines]) => lines.map(({ outcome }) => sign[outcome])),
      settings,
    );
    const each = parts.map(([benchmark, lines], i) =>
      describe(condition, benchmark, lines, means.strata[i]!),
    );
    return parts.length === 1 ? each : [...each, describe(condition, null, own, means.pooled)];
  });
  const adjusted = benjaminiHochberg(groups.map(({ pValue }) => pValue));
  return groups.map((group, i) => ({ ...group, qValue: adjusted[i]! }));
}

function describe(
  condition: string,
  benchmark: string | null,
  lines: readonly Line[],
  mean: BootstrapMean,
): Omit<LedgerGroup, 'qValue'> {
  const gained = lines.filter(({ outcome }) => outcome === 'gained').length;
  const lost = lines.filter(({ outcome }) => outcome === 'lost').length;
  const { exact, midP } = mcNemar(lost, gained);
  // Where no task flips, or all do alike, resampling would take the difference for certain.
  const varies = new Set(lines.map(({ outcome }) => outcome)).size > 1;
  return {
    ...{ condition, benchmark, taskCount: lines.length, gained, lost, pValue: exact, midP },
    difference: {
      estimate: { value: mean.estimate },
      ciLow: varies ? mean.low : null,
      ciHigh: varies ? mean.high : null,
    },
    intervalReason: varies ? mean.reason : 'every task ended alike, which resampling would take for certain',
  };
}
