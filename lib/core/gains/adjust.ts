import { benjaminiHochberg } from '@/lib/core/statistics/benjamini-hochberg';
import { holm } from '@/lib/core/statistics/holm';
import type { ConditionGains, Gain, GainsCell, GainsReport } from './report';

/** `bh` bounds the expected share of false discoveries, `holm` the chance of any. */
export const adjustments = ['bh', 'holm'] as const;
export type Adjustment = (typeof adjustments)[number];

export const adjustmentLabels: Record<Adjustment, string> = { bh: 'Benjamini–Hochberg', holm: 'Holm' };

/** p-values adjusted for their number, in their order; see benjaminiHochberg and holm. */
export const adjustPValues = (pValues: readonly number[], how: Adjustment): number[] =>
  how === 'holm' ? holm(pValues) : benjaminiHochberg(pValues);

/**
 * The same report with its p-values adjusted in this way over every gain in it: all conditions, benchmarks and both
 * averages. Everything else is shared with the report given.
 *
 * @complexity O(m log m) for m gains
 */
export function withAdjustment(report: GainsReport, how: Adjustment): GainsReport {
  const cellsOf = ({ cells, totals }: ConditionGains) => [...cells, ...Object.values(totals)];
  const pValues = report.conditions.flatMap(cellsOf).flatMap(({ gain }) => gain?.pValue ?? []);
  const adjusted = adjustPValues(pValues, how)[Symbol.iterator]();
  const next = (gain: Gain | null): Gain | null =>
    gain === null || gain.pValue === null ? gain : { ...gain, pAdjusted: adjusted.next().value! };
  const cell = (own: GainsCell): GainsCell => ({ ...own, gain: next(own.gain) });
  return {
    ...report,
    settings: { ...report.settings, adjust: how },
    familySize: pValues.length,
    conditions: report.conditions.map((c) => ({
      ...c,
      cells: c.cells.map(cell),
      totals: { 'task-weighted': cell(c.totals['task-weighted']), macro: cell(c.totals.macro) },
    })),
  };
}
