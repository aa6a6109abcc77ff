import type { Estimate } from '@/lib/core/vocabulary';
import type { MapComparison } from '@/lib/queries/map-comparisons';
import { textTable } from './table';

function written(estimate: Estimate, low: number | null, high: number | null): string {
  if (estimate.value === null) return `– (${estimate.reason})`;
  const interval = low === null || high === null ? '' : ` [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return estimate.value.toFixed(3) + interval;
}

/** Neighbours kept from one map to another, and how types mix on either, as tables of text. */
export function printMapComparison({ comparison, mixing, memories }: MapComparison): void {
  const { groups, chance, neighbors, note, settings } = comparison;
  console.log(
    `${memories.both} memories on both maps; share of the ${neighbors} nearest kept, by chance ${written(chance, null, null)}\n`,
  );
  console.log(
    textTable(
      ['memories', 'n', 'kept'],
      groups.map(({ group, n, kept }) => [group, String(n), written(kept.estimate, kept.ciLow, kept.ciHigh)]),
    ),
  );
  if (note) console.log(note);
  console.log('\nmean scaled LISI, the more abstract type minus the more concrete one\n');
  console.log(
    textTable(
      ['map', 'types', 'difference', 'exchanged', 'p', 'perplexity'],
      (['left', 'right'] as const).map((which) => {
        const { sides, difference, ciLow, ciHigh, chance: exchanged, pValue, perplexity } = mixing[which];
        return [
          which,
          sides
            .map(({ type }) => type)
            .toReversed()
            .join(' − ') || '–',
          written(difference, ciLow, ciHigh),
          exchanged?.toFixed(3) ?? '–',
          written(pValue, null, null),
          String(perplexity ?? '–'),
        ];
      }),
    ),
  );
  console.log(`\nseed ${settings.seed}, ${Math.round(settings.level * 100)} % bootstrap intervals`);
}
