import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { benchmark, memory } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import type { OwnBaselines } from '@/lib/core/gains/baselines';
import type { MemoryUpliftEstimate, UpliftReport } from '@/lib/core/gains/memory-uplifts';
import {
  type MissingCounts,
  type MissingReward,
  noneMissing,
  type TouchedTrials,
  touchedByEach,
  usualMissing,
} from '@/lib/core/gains/missing';
import type { AbstractionTest } from '@/lib/core/gains/uplift-by-abstraction';
import type { MemoryType } from '@/lib/core/vocabulary';
import { countVectors } from '@/lib/mutations/embed';
import { findComparedConditions } from './compared-conditions';
import { keptAnswers } from './kept-answers';
import { countWithoutReward, listUses, toCompared } from './list-uplifts';
import { loadPool } from './load-pool';
import { pickSpaceModel } from './pick-model';
import { isComparable } from './replay';
import { getStudy } from './studies';

/** Of the folds that the abstraction index is fitted across. */
const foldSeed = 7;

export interface UpliftRow extends MemoryUpliftEstimate {
  title: string;
  type: MemoryType;
  sourceBenchmark: string | null;
  sourceTask: string | null;
  /** A, 0 to 1; null without vectors or a benchmark. */
  abstraction: number | null;
}

export interface MemoryUplifts extends Omit<UpliftReport, 'memories'> {
  baseline: { id: string; label: string } | null;
  /** Conditions that are compared with another one instead. */
  baselines: OwnBaselines;
  baselineName: string;
  /** Every memory that stood in a logged prompt, by its id. */
  rows: UpliftRow[];
  test: AbstractionTest;
  /** The embedding model that the abstraction index is of; null where no memory has a vector. */
  model: string | null;
  /** Used memories without an abstraction index. */
  withoutIndex: number;
  /** Benchmarks of the study, which fix the colours. */
  benchmarks: string[];
  /** Conditions with another agent or model than the baseline's: part of their difference is not the memories'. */
  otherAgents: string[];
  foldSeed: number;
  settings: { missing: MissingReward; threshold: number };
  /** Trials without a reward among those that uplifts rest on, by why; and what each choice makes of them. */
  withoutReward: MissingCounts;
  missing: TouchedTrials;
}

export interface UpliftQuestion {
  studyId: string;
  /** A condition by id or label, or `own-model`. Default: the study's own, else a likely one. */
  baseline?: string | undefined;
  missing?: MissingReward | undefined;
}

const kept = keptAnswers<MemoryUplifts>('memory uplifts', 20);
const keptIndex = keptAnswers<Map<string, number>>('abstraction indexes', 10);

/**
 * The measured uplift of every used memory with what is known of the memory, and whether uplift rises with abstraction.
 *
 * @throws AppError `not-found` for an unknown study or baseline
 */
export async function getMemoryUplifts(
  db: Db,
  { studyId, baseline: asked, missing = usualMissing }: UpliftQuestion,
): Promise<MemoryUplifts> {
  const study = await getStudy(db, studyId);
  if (!study) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const compared = await findComparedConditions(db, studyId, asked);
  const { conditions = [], baseline = null, baselines = {} } = compared ?? {};
  const model = await pickSpaceModel(db, studyId);
  const vectors = (await countVectors(db, studyId)).find((set) => set.model === model)?.memoryCount ?? 0;
  const data = [studyId, study.createdAt, study.revision, model, vectors];
  return kept([...data, baseline?.id, baselines, conditions, missing, study.passThreshold], async () => {
    const [uses, withoutReward, facts, benchmarks, index] = await Promise.all([
      compared ? listUses(db, studyId, toCompared(compared), missing) : [],
      compared ? countWithoutReward(db, studyId, toCompared(compared)) : noneMissing(),
      listFacts(db, studyId),
      db.select({ name: benchmark.name }).from(benchmark).where(eq(benchmark.studyId, studyId)),
      vectors > 0 ? keptIndex(data, () => indexPool(db, studyId, model)) : new Map<string, number>(),
    ]);
    const { memories, ...report } = await compute('uplifts', { uses });
    const rows = memories.map((estimate): UpliftRow => {
      const fact = facts.get(estimate.memory)!;
      return { ...estimate, ...fact, abstraction: index.get(estimate.memory) ?? null };
    });
    const indexed = rows.flatMap(
      ({ memory: name, abstraction, uplift, type, sourceBenchmark, sourceTask }) =>
        abstraction === null
          ? []
          : [
              {
                id: name,
                abstraction,
                uplift,
                type,
                source: sourceTask && `${sourceBenchmark} ${sourceTask}`,
              },
            ],
    );
    return {
      ...report,
      baseline: baseline && { id: baseline.id, label: baseline.label },
      ...{ baselines, baselineName: compared?.baselineName ?? 'the baseline' },
      rows,
      test: await compute('uplift-by-abstraction', { memories: indexed, uses }),
      model: vectors > 0 ? model : null,
      withoutIndex: rows.length - indexed.length,
      benchmarks: benchmarks.map(({ name }) => name).sort(),
      otherAgents: conditions
        .filter(
          ({ id, settings }) => baseline && !(id in baselines) && !isComparable(settings, baseline.settings),
        )
        .map(({ label }) => label),
      foldSeed,
      settings: { missing, threshold: study.passThreshold },
      withoutReward,
      missing: touchedByEach(withoutReward),
    };
  });
}

async function listFacts(db: Db, studyId: string) {
  const found = await db
    .select({
      id: memory.id,
      title: memory.title,
      type: memory.type,
      sourceBenchmark: memory.sourceBenchmark,
      sourceTask: memory.sourceTask,
    })
    .from(memory)
    .where(eq(memory.studyId, studyId))
    .orderBy(asc(memory.id));
  return new Map(found.map(({ id, ...fact }) => [id, fact]));
}

/** A of every memory of the study that has one, used or not: all of them make the centroids. */
async function indexPool(db: Db, studyId: string, model: string): Promise<Map<string, number>> {
  const { ids, vectors, dimensions, benchmarks } = await loadPool(db, studyId, { model });
  if (!vectors) return new Map();
  const index = await compute('abstraction-index', {
    ...{ vectors, dimensions, rows: ids.length, labels: benchmarks, seed: foldSeed },
  });
  return new Map(ids.flatMap((id, i) => (index[i] == null ? [] : [[id, index[i]] as const])));
}
