import { and, avg, count, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { trial } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { baselinesByModel, ownModel } from '@/lib/core/gains/baselines';
import type { NoiseBudget, NoiseRow } from '@/lib/core/gains/noise-budget';
import type { Plan, PlanAssumptions } from '@/lib/core/gains/plan';
import type { MissingReward } from '@/lib/core/gains/report';
import type { PowerGoal } from '@/lib/core/statistics/mcnemar-plan';
import { type ConditionRow, listConditions } from './conditions';
import { findBaselineId, findCondition } from './find-condition';
import { loadOutcomes } from './get-gains';
import { keptAnswers } from './kept-answers';
import { findBaseline } from './list-uplifts';
import { getStudy } from './studies';

export const usualGoal: PowerGoal = { alpha: 0.05, power: 0.8 };
/** What is looked for when nobody says so. */
const usualGain = 0.05;

export interface PlanningQuestion {
  studyId: string;
  /** A condition by id or label. Default, and for `own-model`: the study's own, or that of the condition's model. */
  baseline?: string | undefined;
  /** By id or label. Default: the condition that shares the most tasks with the baseline. */
  condition?: string | undefined;
  missing?: MissingReward | undefined;
  /** What the reader assumes; the rest is taken from the study. */
  assumed?: Partial<PlanAssumptions> | undefined;
}

/** Where an assumption comes from. */
export type AssumptionSource = 'given' | 'study' | 'usual';

export interface Planning {
  baseline: { id: string; label: string } | null;
  condition: { id: string; label: string } | null;
  /** Null where the study has no two conditions. */
  budget: NoiseBudget | null;
  plan: Plan;
  sources: Record<keyof PlanAssumptions, AssumptionSource>;
  /** Whether a cost of a trial was in the logs; else a trial counts 1. */
  costKnown: boolean;
}

const kept = keptAnswers<NoiseBudget>('noise budgets', 50);

/**
 * The noise of a comparison in the study, and what a next one would have to be, on the reader's assumptions and for the
 * rest on the study's own figures.
 *
 * @throws AppError `not-found` for an unknown study or condition, `invalid-input` for an assumption that is none
 */
export async function getPlanning(db: Db, question: PlanningQuestion): Promise<Planning> {
  const { studyId, missing = 'errors-fail', assumed = {} } = question;
  const study = await getStudy(db, studyId);
  if (!study) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const conditions = await listConditions(db, studyId);
  const named = question.baseline === undefined ? ownModel : findBaselineId(conditions, question.baseline);
  const wanted = question.condition === undefined ? null : findCondition(conditions, question.condition).id;
  const standard = named === ownModel ? await findBaseline(db, studyId) : named;
  // Where nobody chose a baseline, that of the condition's own model.
  const own = named !== ownModel || !standard ? {} : baselinesByModel(conditions, standard);
  const baseline = chosen(conditions, own[wanted ?? ''] ?? standard);
  const others = conditions.filter(({ id }) => id !== baseline?.id);
  const goal = { alpha: assumed.alpha ?? usualGoal.alpha, power: assumed.power ?? usualGoal.power };
  const budgetWith = (condition: string) =>
    kept([studyId, study.createdAt, study.revision, baseline!.id, condition, missing, goal], async () =>
      compute('noise-budget', {
        trials: await loadOutcomes(db, studyId),
        conditions: conditions.map(({ id, label }) => ({ id, label })),
        ...{ baseline: baseline!.id, condition, threshold: study.passThreshold, missing, goal },
      }),
    );
  const condition =
    chosen(others, wanted) ?? (baseline ? await mostShared(db, studyId, baseline.id, others) : null);
  const budget = baseline && condition ? await budgetWith(condition.id) : null;
  const cost = baseline && condition ? await meanCost(db, [baseline.id, condition.id]) : null;
  const { assumptions, sources } = assume(assumed, goal, budget?.rows.at(-1) ?? null, cost);
  return {
    baseline: baseline && { id: baseline.id, label: baseline.label },
    condition: condition && { id: condition.id, label: condition.label },
    budget,
    plan: await compute('plan', assumptions),
    sources,
    costKnown: cost !== null,
  };
}

function chosen(conditions: readonly ConditionRow[], id: string | null): ConditionRow | null {
  if (id === null) return null;
  const found = conditions.find((condition) => condition.id === id);
  if (found) return found;
  throw new AppError(
    'not-found',
    'A condition that was asked for does not exist, or is itself the baseline.',
    {
      hint: 'It may have been renamed, merged or deleted; choose another.',
    },
  );
}

/** The first of the conditions that share the most tasks with the baseline. */
async function mostShared(
  db: Db,
  studyId: string,
  baseline: string,
  others: readonly ConditionRow[],
): Promise<ConditionRow | null> {
  const rows = await db
    .selectDistinct({ task: trial.taskId, condition: trial.conditionId })
    .from(trial)
    .where(eq(trial.studyId, studyId));
  const own = new Set(rows.flatMap(({ task, condition }) => (condition === baseline ? [task] : [])));
  const shared = new Map<string, number>();
  for (const { task, condition } of rows)
    if (own.has(task)) shared.set(condition, (shared.get(condition) ?? 0) + 1);
  const most = Math.max(0, ...others.map(({ id }) => shared.get(id) ?? 0));
  return others.find(({ id }) => (shared.get(id) ?? 0) === most) ?? null;
}

/** Mean cost of a trial in dollars; null unless every trial of the two sides has one, or where all were free. */
async function meanCost(db: Db, conditions: string[]): Promise<number | null> {
  const [found] = await db
    .select({ all: count(), known: count(trial.costUsd), cost: avg(trial.costUsd) })
    .from(trial)
    .where(and(inArray(trial.conditionId, conditions)));
  const cost = Number(found!.cost ?? 0);
  return found!.all > 0 && found!.known === found!.all && cost > 0 ? cost : null;
}

/** What is not given from the study, and what that cannot tell from habit. */
function assume(
  given: Partial<PlanAssumptions>,
  goal: PowerGoal,
  study: NoiseRow | null,
  cost: number | null,
): { assumptions: PlanAssumptions; sources: Planning['sources'] } {
  const share = study?.variance.value
    ? study.variance.value.attempt / (study.variance.value.attempt + study.variance.value.task || 1)
    : undefined;
  const positive = (n: number | null | undefined) => (n ? n : undefined);
  const discordance = positive(study?.discordance.value);
  const fromStudy: Partial<Record<keyof PlanAssumptions, number | undefined>> = {
    baselineRate: study?.baselineRate.value ?? undefined,
    discordance,
    attemptShare: share,
    tasks: study && study.tasks >= 2 ? study.tasks : undefined,
    attempts: study && study.tasks > 0 ? Math.max(1, Math.round(study.attempts.typical)) : undefined,
    costPerTrial: positive(cost),
  };
  const tasks = given.tasks ?? fromStudy.tasks ?? 100;
  const usual: PlanAssumptions = {
    ...goal,
    gain: Math.min(usualGain, (given.discordance ?? discordance ?? 1) / 2),
    baselineRate: 0.5,
    discordance: 0.2,
    attemptShare: 0.5,
    tasks: 100,
    attempts: 1,
    costPerTrial: 1,
    costPerTask: 0,
    mostTasks: Math.max(2_000, tasks),
    mostAttempts: 10,
  };
  const assumptions = { ...usual };
  const sources = {} as Planning['sources'];
  for (const name of Object.keys(usual) as (keyof PlanAssumptions)[]) {
    const source = given[name] !== undefined ? 'given' : fromStudy[name] !== undefined ? 'study' : 'usual';
    assumptions[name] = given[name] ?? fromStudy[name] ?? usual[name];
    sources[name] = source;
  }
  return { assumptions, sources };
}
