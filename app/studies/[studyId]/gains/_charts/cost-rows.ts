import type { ConditionCosts } from '@/lib/core/gains/costs';
import type { Average, GainsReport } from '@/lib/core/gains/report';
import type { RatioEstimate } from '@/lib/core/statistics/ratio-of-sums';
import type { EstimateOf } from '@/lib/core/vocabulary';
import { type ExportTable, estimateCell } from '@/lib/exporters/table/export-table';
import type { Series } from './series';

export interface CostPoint {
  id: string;
  label: string;
  color: string;
  isBaseline: boolean;
  /** Mean of a trial, in the unit of the drawing. */
  cost: number;
  /** Percentage points; 0 for the baseline. */
  gain: number;
  ciLow: number | null;
  ciHigh: number | null;
}

export interface CostDrawing {
  unit: 'dollars' | 'thousand tokens';
  points: CostPoint[];
  /** Conditions that cannot be drawn, with the reason. */
  missing: { label: string; reason: string }[];
}

/** Gain against what a trial costs: in dollars where all are known, else in tokens. */
export function toCostDrawing(
  report: GainsReport,
  costs: readonly ConditionCosts[],
  series: readonly Series[],
  average: Average,
): CostDrawing {
  const inDollars = costs.every(
    ({ total }) => total.trialCount === 0 || total.dollarsPerTrial.value !== null,
  );
  const drawing: CostDrawing = {
    unit: inDollars ? 'dollars' : 'thousand tokens',
    points: [],
    missing: [],
  };
  for (const { condition, label, total } of costs) {
    const own = report.conditions.find((c) => c.condition === condition);
    if (!own) continue;
    const cost = inDollars ? total.dollarsPerTrial : total.tokensPerTrial;
    const { gain } = own.totals[average];
    const value = own.isBaseline ? 0 : (gain?.estimate.value ?? null);
    if (cost.value === null || value === null) {
      drawing.missing.push({ label, reason: cost.reason ?? gain?.estimate.reason ?? 'not estimable' });
      continue;
    }
    drawing.points.push({
      id: condition,
      label,
      color: series.find((s) => s.id === condition)?.color ?? 'var(--accent)',
      isBaseline: own.isBaseline,
      cost: inDollars ? cost.value : cost.value / 1000,
      gain: value * 100,
      ciLow: gain?.ciLow == null ? null : gain.ciLow * 100,
      ciHigh: gain?.ciHigh == null ? null : gain.ciHigh * 100,
    });
  }
  return drawing;
}

/** More names than this do not fit beside the drawing. */
const mostLabels = 18;

/**
 * The points that are named: all where they fit, else the baselines and those that no cheaper one beats, best first.
 *
 * @complexity O(points²)
 */
export function labelledPoints(points: readonly CostPoint[]): CostPoint[] {
  if (points.length <= mostLabels) return [...points];
  const unbeaten = points.filter(
    (one) => one.isBaseline || !points.some((other) => other.cost <= one.cost && other.gain > one.gain),
  );
  return unbeaten.sort((a, b) => b.gain - a.gain).slice(0, mostLabels);
}

const ratioCell = ({ value, reason }: EstimateOf<RatioEstimate>) =>
  value === null ? { value: null, reason } : estimateCell({ value: value.estimate }, value.low, value.high);

/** What solving cost and gained, a row per condition and benchmark. */
export function costTable(
  report: GainsReport,
  costs: readonly ConditionCosts[],
  average: Average,
  notes: string[],
): ExportTable {
  return {
    title: 'Cost and gain per condition and benchmark',
    notes,
    columns: [
      { key: 'condition', label: 'Condition', type: { kind: 'text' } },
      { key: 'benchmark', label: 'Benchmark', type: { kind: 'text' } },
      {
        key: 'resolved_per_100k_tokens',
        label: 'Resolved per 100k tokens',
        type: { kind: 'number', digits: 2 },
        estimate: true,
      },
      {
        key: 'resolved_per_dollar',
        label: 'Resolved per dollar',
        type: { kind: 'number', digits: 2 },
        estimate: true,
      },
      { key: 'tokens_per_trial', label: 'Tokens per trial', type: { kind: 'number', digits: 0 } },
      { key: 'dollars_per_trial', label: 'Dollars per trial', type: { kind: 'number', digits: 4 } },
      { key: 'gain', label: 'Gain, pp', type: { kind: 'points' }, estimate: true },
    ],
    rows: costs.flatMap(({ condition, label, cells, total }) => {
      const own = report.conditions.find((c) => c.condition === condition);
      return [total, ...cells].map((cost, i) => {
        const gain = i === 0 ? own?.totals[average].gain : own?.cells[i - 1]?.gain;
        return {
          cells: [
            { value: label },
            { value: cost.benchmark ?? 'all' },
            ratioCell(cost.perTokens),
            ratioCell(cost.perDollar),
            estimateCell(cost.tokensPerTrial),
            estimateCell(cost.dollarsPerTrial),
            gain
              ? estimateCell(gain.estimate, gain.ciLow, gain.ciHigh)
              : { value: null, reason: 'the baseline itself' },
          ],
        };
      });
    }),
  };
}
