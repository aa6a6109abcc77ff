import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { study } from '@/db/schema';
import { compute, maxThreads } from '@/lib/compute/pool';
import { withAdjustment } from '@/lib/core/gains/adjust';
import type { SetCondition } from '@/lib/core/gains/arrange';
import { baselineOf, completeSettings, gatherGains } from '@/lib/core/gains/compute-gains';
import { mostAttempts, type Outcomes, outcomesOf } from '@/lib/core/gains/outcomes';
import type { Adjustment, GainsInput, GainsReport, GainsSettings, Noise } from '@/lib/core/gains/report';
import { comparedConditions } from './compared-conditions';
import { loadGainsOutcomes } from './gains-outcomes';
import { keptAnswers } from './kept-answers';

export { loadOutcomes } from './gains-outcomes';

export interface GainsQuestion {
  studyId: string;
  /**
   * A condition by id or label, or `own-model`. Default: the study's own, else the condition whose label or settings say that it
   * used no memory; conditions of another model are compared with the one of their model that used none.
   */
  baseline?: string | undefined;
  k: number;
  /** Default: the study's own. */
  threshold?: number | undefined;
  /** Default: errors and time-outs of the agent count as failures. */
  missing?: GainsInput['missing'] | undefined;
  noise?: Noise | undefined;
  adjust?: Adjustment | undefined;
  seed?: number | undefined;
}

export const gainsSeed = 7;

// Answers are small and asked for again with every filter change; the study's revision makes them stale.
const kept = keptAnswers<GainsReport>('gains', 50);

/** What everything about a study's gains is computed from. */
export interface GainsBasis {
  settings: GainsSettings;
  conditions: SetCondition[];
  outcomes: Outcomes;
  /** Decides, with the settings, whatever is computed from them. */
  key: readonly unknown[];
}

/**
 * A study's outcomes and conditions, and the settings that a question about them comes to.
 *
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no trials
 */
export async function prepareGains(db: Db, question: GainsQuestion): Promise<GainsBasis> {
  const { studyId } = question;
  const { study: found, conditions, ...compared } = await comparedConditions(db, studyId, question.baseline);
  const settings = completeSettings({
    baseline: compared.baseline.id,
    baselines: compared.baselines,
    passK: question.k,
    threshold: question.threshold ?? found.passThreshold,
    missing: question.missing ?? 'errors-fail',
    seed: question.seed ?? gainsSeed,
    ...(question.noise ? { noise: question.noise } : {}),
    ...(question.adjust ? { adjust: question.adjust } : {}),
  });
  const outcomes = await loadGainsOutcomes(db, found);
  const key = [studyId, found.createdAt, found.revision, conditions.map(({ id, label }) => [id, label])];
  return { settings, conditions, outcomes, key };
}

/**
 * The gains of every condition against the baseline, computed in worker threads and kept until the study changes.
 *
 * @throws AppError as prepareGains
 */
export async function getGains(db: Db, question: GainsQuestion): Promise<GainsReport> {
  const { settings, conditions, outcomes, key } = await prepareGains(db, question);
  const { adjust, ...rest } = settings;
  const report = await kept([...key, rest], () => computeInThreads(outcomes, conditions, settings));
  return report.settings.adjust === adjust ? report : withAdjustment(report, adjust);
}

/** Fewer rows of tasks under conditions than this are not worth a second thread. */
const smallestShare = 2_000;

async function computeInThreads(
  outcomes: Outcomes,
  conditions: readonly SetCondition[],
  settings: GainsSettings,
): Promise<GainsReport> {
  const named = conditions.map(({ id, label }) => ({ id, label }));
  const rows = named.length * outcomes.tasks.length;
  const threads = Math.max(1, Math.min(maxThreads, Math.floor(rows / smallestShare), named.length));
  const size = Math.ceil(named.length / threads);
  const shares = Array.from({ length: threads }, (_, i) => named.slice(i * size, (i + 1) * size));
  const parts = await Promise.all(
    shares
      .filter((share) => share.length > 0)
      .map((share) =>
        compute('gains-part', {
          outcomes: outcomesOf(outcomes, [
            ...new Set(share.flatMap(({ id }) => [baselineOf(id, settings), id])),
          ]),
          conditions: share,
          settings,
        }),
      ),
  );
  return gatherGains(outcomes.benchmarks, parts.flat(), settings);
}

/** Trials per task under a condition: the largest k for which pass@k may be estimable; 1 where there are none. */
export async function maxAttempts(db: Db, studyId: string): Promise<number> {
  const [found] = await db
    .select({ id: study.id, createdAt: study.createdAt, revision: study.revision })
    .from(study)
    .where(eq(study.id, studyId));
  return found ? Math.max(1, mostAttempts(await loadGainsOutcomes(db, found))) : 1;
}
