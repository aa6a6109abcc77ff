import { formatPercent, formatPoints } from '@/app/_components/format';
import type { ModelRows } from '@/lib/core/gains/arrange';
import type { Average, ConditionGains, GainsCell, GainsReport } from '@/lib/core/gains/report';
import { bestRates, cellsOf, isSignificant } from '@/lib/exporters/gains-tables';

/** A rate as the table shows it, in percent; or why there is none. */
export type RateText = { percent: string; best?: true } | { reason: string };

/** A gain as the table shows it, in percentage points; or why there is none. */
export type GainText =
  | { points: string; interval?: string; significant?: 'gain' | 'loss' }
  | { reason: string };

export interface ConditionRow {
  condition: string;
  label: string;
  /** Setting, whether it is the baseline, why there is no gain anywhere. */
  words: string;
  /** Of each benchmark, then of the average. */
  rates: RateText[];
  /** Null for the baseline, and where there is no gain anywhere. */
  gains: GainText[] | null;
}

export interface ModelGroup {
  model: string | null;
  rows: ConditionRow[];
}

/** Why a condition has no gain anywhere; null when it has one. Said once instead of in every column. */
function noGain(c: ConditionGains, average: Average): string | null {
  const gains = cellsOf(c, average).map((cell) => cell.gain);
  if (gains.some((g) => g && g.estimate.value !== null)) return null;
  return c.totals[average].gain?.estimate.reason ?? 'not estimable';
}

function toRate({ rate: { estimate } }: GainsCell, best: string | null): RateText {
  if (estimate.value === null) return { reason: estimate.reason };
  const percent = formatPercent(estimate.value);
  return percent === best ? { percent, best: true } : { percent };
}

function toGain({ gain }: GainsCell): GainText {
  if (!gain || gain.estimate.value === null) return { reason: gain?.estimate.reason ?? 'not estimable' };
  const { ciLow, ciHigh, estimate } = gain;
  return {
    points: formatPoints(estimate.value),
    ...(ciLow === null || ciHigh === null
      ? {}
      : { interval: `[${formatPoints(ciLow)}, ${formatPoints(ciHigh)}]` }),
    ...(isSignificant(gain)
      ? { significant: estimate.value > 0 ? ('gain' as const) : ('loss' as const) }
      : {}),
  };
}

/** The rows of the main table by model, everything in them as it is read: the page carries no more than that. */
export function toTableRows(
  report: GainsReport,
  average: Average,
  models: readonly ModelRows[],
): ModelGroup[] {
  const byId = new Map(report.conditions.map((c) => [c.condition, c]));
  const best = bestRates(report, average);
  return models.map(({ model, rows }) => ({
    model,
    rows: rows.flatMap(({ id, setting }): ConditionRow[] => {
      const c = byId.get(id);
      if (!c) return [];
      const cells = cellsOf(c, average);
      const apart = c.isBaseline ? null : noGain(c, average);
      return [
        {
          condition: id,
          label: c.label,
          words: [setting === c.label ? null : setting, c.isBaseline ? 'baseline' : null, apart]
            .filter(Boolean)
            .join(', '),
          rates: cells.map((cell, i) => toRate(cell, best[i] ?? null)),
          gains: c.isBaseline || apart !== null ? null : cells.map(toGain),
        },
      ];
    }),
  }));
}
