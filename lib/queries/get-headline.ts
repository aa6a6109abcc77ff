import type { Db } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import type { Gain } from '@/lib/core/gains/report';
import type { Estimate } from '@/lib/core/vocabulary';
import { getGains } from './get-gains';

export interface Headline {
  baselineLabel: string | null;
  /** Task-weighted pass@1 of the baseline; null without trials. */
  baselineRate: Estimate | null;
  /** The condition with the largest estimable task-weighted gain at k = 1. */
  best: { label: string; gain: Gain } | null;
  /** Why there is no best condition. */
  reason: string;
}

/** The study's first answer: which condition gains most over the baseline, and how sure that is. */
export async function getHeadline(db: Db, studyId: string): Promise<Headline> {
  try {
    const report = await getGains(db, { studyId, k: 1 });
    const baseline = report.conditions.find((c) => c.isBaseline);
    let best: Headline['best'] = null;
    for (const c of report.conditions) {
      const gain = c.totals['task-weighted'].gain;
      if (gain?.estimate.value == null) continue;
      if (best === null || gain.estimate.value > (best.gain.estimate.value ?? 0))
        best = { label: c.label, gain };
    }
    return {
      baselineLabel: baseline?.label ?? null,
      baselineRate: baseline?.totals['task-weighted'].rate.estimate ?? null,
      best,
      reason: best ? '' : 'No other condition shares tasks with the baseline.',
    };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-estimable') throw error;
    return { baselineLabel: null, baselineRate: null, best: null, reason: error.message };
  }
}
