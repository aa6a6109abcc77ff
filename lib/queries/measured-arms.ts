import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { condition } from '@/db/schema';
import { isAppError } from '@/lib/core/errors';
import type { Gain } from '@/lib/core/gains/report';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { type GainsQuestion, getGains } from './get-gains';

/** What trials that really ran under an arm's setting gained over the baseline. */
export interface MeasuredArm {
  conditionId: string;
  label: string;
  /** Task-weighted, at k = 1. */
  gain: Gain;
}

/**
 * Whether a condition's trials ran under a setting: its method, scope, size and one type are said and the same. A
 * setting that differs from the standard elsewhere was run by no condition, since conditions do not say so much.
 */
export function ranUnder(settings: ConditionSettings, setting: RetrievalSetting): boolean {
  const { method, scope, topN, memoryTypes, ...rest } = setting;
  const plain =
    Object.keys(rest.parameters).length === 0 &&
    rest.minimumScore === null &&
    rest.outcome === 'both' &&
    rest.poolFraction === 1 &&
    rest.sourceBenchmarks === null &&
    rest.sourceModel === null &&
    rest.control === 'none' &&
    !rest.withoutSuspects;
  return (
    plain &&
    settings.method === method &&
    settings.scope === scope &&
    settings.topN === topN &&
    memoryTypes?.length === 1 &&
    settings.memoryType === memoryTypes[0]
  );
}

/**
 * The measured gain of each setting that some condition ran under, by its place; nothing is computed when none did.
 *
 * @throws AppError `not-found` for an unknown baseline
 */
export async function listMeasuredArms(
  db: Db,
  studyId: string,
  settings: readonly RetrievalSetting[],
  asked: Pick<GainsQuestion, 'baseline' | 'missing'> = {},
): Promise<Map<number, MeasuredArm>> {
  const conditions = await db
    .select({ id: condition.id, label: condition.label, settings: condition.settings })
    .from(condition)
    .where(eq(condition.studyId, studyId))
    .orderBy(asc(condition.position), asc(condition.label));
  const pairs = settings.flatMap((setting, place) => {
    const found = conditions.find((one) => ranUnder(one.settings, setting));
    return found ? [{ place, found }] : [];
  });
  const measured = new Map<number, MeasuredArm>();
  if (pairs.length === 0) return measured;
  try {
    const report = await getGains(db, { ...asked, studyId, k: 1 });
    for (const { place, found } of pairs) {
      const gain = report.conditions.find(({ condition: id }) => id === found.id)?.totals['task-weighted']
        .gain;
      if (gain) measured.set(place, { conditionId: found.id, label: found.label, gain });
    }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'not-estimable') throw error;
  }
  return measured;
}
