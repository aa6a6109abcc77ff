import { inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { OwnBaselines } from '@/lib/core/gains/baselines';
import { baselineOf } from '@/lib/core/gains/compute-gains';
import type { LedgerFigures } from '@/lib/core/gains/describe-ledger';
import { type FlipOutcome, filterPairs, type LedgerPair, type LedgerSettings } from '@/lib/core/gains/ledger';
import type { Unpaired } from '@/lib/core/gains/ledger-pairs';
import type { MemoryType } from '@/lib/core/vocabulary';
import { type ComparedCondition, comparedConditions } from './compared-conditions';
import { gainsSeed } from './get-gains';
import { keptAnswers } from './kept-answers';
import { getLedgerPairs, type PairsQuestion } from './ledger-pairs';
import { listLossCauses, type SaidCause } from './loss-causes';
import { listTaskIds, type TaskId } from './tasks';

export interface LedgerQuestion extends PairsQuestion {
  studyId: string;
  /** A condition by id or label, or `own-model`. Default: the study's own, else a likely one. */
  baseline?: string | undefined;
  benchmark?: string | undefined;
  /** A memory type of conditions, `none`, or `` for conditions that do not say. */
  type?: string | undefined;
  model?: string | undefined;
  /** A memory's id: only tasks whose prompts held it. */
  memory?: string | undefined;
}

/** A line with its task and what was said about it. */
export interface LedgerLine extends LedgerPair {
  taskId: string;
  causes: SaidCause[];
}

export interface NamedMemory {
  id: string;
  title: string;
  type: MemoryType;
  sourceBenchmark: string | null;
}

export interface Ledger extends LedgerFigures {
  baseline: ComparedCondition;
  baselines: OwnBaselines;
  /** What the tasks are compared with, as it stands after "against". */
  baselineName: string;
  settings: LedgerSettings & PairsQuestion & { threshold: number };
  /** Conditions that are compared and shown. */
  conditions: ComparedCondition[];
  /** What the filters offer. */
  choices: { benchmarks: string[]; types: string[]; models: string[] };
  lines: LedgerLine[];
  outcomes: Record<FlipOutcome, number>;
  unpaired: Unpaired[];
}

export const ledgerSettings: LedgerSettings = { resamples: 10_000, level: 0.95, seed: gainsSeed };

/** More memories than this are not told one by one. */
export const toldMemories = 200;

const kept = keptAnswers<LedgerFigures>('ledgers', 50);

export const typeOf = ({ settings }: ComparedCondition): string => settings.memoryType ?? '';
export const modelOf = ({ settings }: ComparedCondition): string => settings.model ?? '';

/**
 * Every task gained, lost and the same against the baseline, with the counts, tests and memories behind them.
 *
 * @throws AppError `not-found` for an unknown study or baseline, `not-estimable` when there are no trials
 */
export async function getLedger(db: Db, question: LedgerQuestion): Promise<Ledger> {
  const { studyId, k, missing, solved, benchmark, type, model, memory: held } = question;
  const compared = await comparedConditions(db, studyId, question.baseline);
  const { study, baseline, baselines } = compared;
  const [{ pairs, unpaired }, ids, causes] = await Promise.all([
    getLedgerPairs(db, compared, { k, missing, solved }),
    listTaskIds(db, studyId),
    listLossCauses(db, studyId),
  ]);
  const others = compared.conditions.filter(
    ({ id }) => baselineOf(id, { baseline: baseline.id, baselines }) !== id,
  );
  const conditions = others.filter(
    (one) => (type === undefined || typeOf(one) === type) && (model === undefined || modelOf(one) === model),
  );
  const shown = new Set(conditions.map(({ id }) => id));
  const wide = filterPairs(pairs, { benchmark, conditions: shown });
  const settings = ledgerSettings;
  const key = [
    study.id,
    study.createdAt,
    study.revision,
    baseline.id,
    baselines,
    k,
    missing,
    solved,
    settings,
  ];
  const figures = await kept([...key, study.passThreshold, benchmark, [...shown], held], () =>
    compute('ledger', { pairs: wide, memory: held, settings }),
  );
  const lines = toLines(filterPairs(wide, { memory: held }), ids, causes);
  return {
    ...figures,
    ...{ baseline, baselines, baselineName: compared.baselineName },
    settings: { ...settings, k, missing, solved, threshold: study.passThreshold },
    conditions,
    choices: {
      benchmarks: distinct(pairs.map((pair) => pair.benchmark)),
      types: distinct(others.map(typeOf)),
      models: distinct(others.map(modelOf)),
    },
    lines,
    outcomes: countOutcomes(lines),
    unpaired: unpaired.filter(({ condition }) => shown.has(condition)),
  };
}

const distinct = (values: string[]): string[] => [...new Set(values)].sort();

function toLines(
  pairs: readonly LedgerPair[],
  ids: readonly TaskId[],
  causes: readonly SaidCause[],
): LedgerLine[] {
  const idOf = new Map(ids.map(({ id, benchmark, task }) => [`${benchmark}\u0000${task}`, id]));
  const said = new Map<string, SaidCause[]>();
  for (const cause of causes) {
    const place = `${cause.taskId} ${cause.conditionId}`;
    said.set(place, [...(said.get(place) ?? []), cause]);
  }
  return pairs.flatMap((pair) => {
    const taskId = idOf.get(`${pair.benchmark}\u0000${pair.task}`);
    // A task that was deleted between two reads has no page to lead to.
    return taskId ? [{ ...pair, taskId, causes: said.get(`${taskId} ${pair.condition}`) ?? [] }] : [];
  });
}

function countOutcomes(lines: readonly LedgerLine[]): Record<FlipOutcome, number> {
  const counts = { gained: 0, lost: 0, same: 0 };
  for (const { outcome } of lines) counts[outcome]++;
  return counts;
}

/** What memories are called, by their ids. */
export async function nameMemories(db: Db, ids: Iterable<string>): Promise<Map<string, NamedMemory>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({
      id: memory.id,
      title: memory.title,
      type: memory.type,
      sourceBenchmark: memory.sourceBenchmark,
    })
    .from(memory)
    .where(inArray(memory.id, wanted));
  return new Map(rows.map((row) => [row.id, row]));
}
