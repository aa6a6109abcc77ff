import type { Db } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import { baselineName, type Gain, type GainsReport, type IntervalEstimate } from '@/lib/core/gains/report';
import { getGains } from './get-gains';

export interface ConditionGain {
  conditionId: string;
  label: string;
  gain: Gain;
}

export interface Headline {
  /** The baseline of the study. */
  baselineLabel: string | null;
  /** What gains are over, as it stands after "over". */
  over: string;
  /** Task-weighted pass@1 of the baseline; null without trials. */
  baselineRate: IntervalEstimate | null;
  /** Task-weighted gains at k = 1 of the conditions that share tasks with the baseline, in the study's order. */
  gains: ConditionGain[];
  /** How many conditions share no task with the baseline. */
  apart: number;
  /** The largest gain that rests on enough tasks to be tested. */
  best: ConditionGain | null;
  /** Why there is no best condition; empty when there is one. */
  reason: string;
}

/** With fewer pairs not even a clean sweep reaches p < 0.05 in an exact two-sided test: 2 / 2^5 is 0.0625. */
const fewestTasks = 6;

/** The first answer that a report of gains holds. */
export function toHeadline(report: GainsReport): Headline {
  const baseline = report.conditions.find(({ condition }) => condition === report.settings.baseline);
  const others = report.conditions.filter((c) => !c.isBaseline);
  const gains = others.flatMap((c): ConditionGain[] => {
    const { gain } = c.totals['task-weighted'];
    return gain && gain.estimate.value !== null ? [{ conditionId: c.condition, label: c.label, gain }] : [];
  });
  let best: ConditionGain | null = null;
  for (const g of gains) {
    if (g.gain.ciLow === null || g.gain.pairedTasks < fewestTasks) continue;
    if (best === null || (g.gain.estimate.value ?? 0) > (best.gain.estimate.value ?? 0)) best = g;
  }
  const reason =
    others.length === 0
      ? 'There is no other condition to compare with.'
      : gains.length === 0
        ? 'No other condition shares tasks with the baseline.'
        : `No gain rests on ${fewestTasks} paired tasks or more, the fewest that could reach p < 0.05.`;
  return {
    baselineLabel: baseline?.label ?? null,
    over: baselineName(report),
    baselineRate: baseline?.totals['task-weighted'].rate ?? null,
    gains,
    apart: others.length - gains.length,
    best,
    reason: best ? '' : reason,
  };
}

/** The study's first answer: which condition gains most over the baseline, and how sure that is. */
export async function getHeadline(db: Db, studyId: string): Promise<Headline> {
  try {
    return toHeadline(await getGains(db, { studyId, k: 1 }));
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-estimable') throw error;
    return {
      baselineLabel: null,
      over: 'the baseline',
      baselineRate: null,
      gains: [],
      apart: 0,
      best: null,
      reason: error.message,
    };
  }
}
