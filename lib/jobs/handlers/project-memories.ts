import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { projection } from '@/db/schema';
import { describeSpaceInThreads } from '@/lib/compute/describe-space-in-threads';
import type { LayoutPositions } from '@/lib/compute/lay-out-in-threads';
import { mapMemories } from '@/lib/compute/map-memories';
import { AppError } from '@/lib/core/errors';
import { layoutEngines, MOST_REFERENCE_POINTS } from '@/lib/core/projection/layout-engines';
import { mapComponents } from '@/lib/core/projection/map-components';
import { umapDefaults } from '@/lib/core/projection/umap';
import { deleteSnapshot, storeSnapshot } from '@/lib/mutations/layout-snapshots';
import { fromBytes, loadPool, toBytes } from '@/lib/queries/load-pool';
import { defineJob } from '../job';

/** The layout takes about this part of the whole work. */
const layoutShare = 0.6;

/** Another for every way of laying out and measuring: maps of an earlier one are not given for those of this. */
const mapVersion = 3;

/** Projects the memories of a study to the plane, or to space, and judges the picture. */
export const projectMemories = defineJob({
  name: 'project-memories',
  label: 'Project memories',
  input: z.object({
    studyId: z.string(),
    model: z.string(),
    neighbors: z.int().min(2).max(200).default(umapDefaults.neighbors),
    minDist: z.number().min(0).max(0.99).default(umapDefaults.minDist),
    metric: z.enum(['cosine', 'euclidean']).default(umapDefaults.metric),
    seed: z.int().default(umapDefaults.seed),
    /** Of the map. */
    dimensions: z.union([z.literal(2), z.literal(3)], { error: 'is 2 or 3' }).default(2),
    /** Null: as many as the number of memories asks for. */
    epochs: z.int().min(1).max(10_000).nullable().default(null),
    /** What lays it out; umap-js, as a reference, takes up to 5,000 memories and no map to start from. */
    engine: z.enum(layoutEngines).default('carryover'),
    /** A map of the study, of as many dimensions, to move as little away from as possible. */
    startFrom: z.uuid().nullable().default(null),
  }),
  async run({ db, input, jobId, signal, report }) {
    const { studyId, model, startFrom, dimensions: components, engine, ...settings } = input;
    const parameters = {
      ...umapDefaults,
      ...settings,
      components,
      // Our own is not named, so that maps of before there was a choice are found again.
      ...(engine === 'carryover' ? {} : { engine }),
    } as const;
    report(null, 'Loading vectors');
    const pool = await loadPool(db, studyId, { model });
    if (pool.ids.length === 0) {
      throw new AppError('needs-embeddings', `No memory of this study has a vector of the model ${model}.`, {
        hint: 'Import memories that carry vectors, or embed them with the local model first.',
      });
    }
    if (engine === 'umap-js') refuseReference(pool.ids.length, startFrom);
    const vectors = pool.vectors!;
    const inputHash = createHash('sha256')
      .update(
        JSON.stringify([
          mapVersion,
          model,
          parameters,
          startFrom,
          pool.ids,
          pool.types,
          pool.benchmarks,
          pool.success,
          pool.models,
          pool.texts,
        ]),
      )
      .update(toBytes(vectors))
      .digest('hex');
    const findSame = () =>
      db
        .select({ id: projection.id })
        .from(projection)
        .where(and(eq(projection.studyId, studyId), eq(projection.inputHash, inputHash)));
    const [same] = await findSame();
    if (same) return { projectionId: same.id, reused: true };

    const previous = startFrom ? await previousPlaces(db, studyId, startFrom, pool.ids, components) : null;
    const show = snapshotWriter(db, jobId, pool.ids, components);
    const map = await mapMemories(
      { vectors, rows: pool.ids.length, dimensions: pool.dimensions, parameters, previous },
      pool.texts,
      {
        signal,
        onProgress: (f) =>
          report(f * layoutShare, `Laying out ${pool.ids.length.toLocaleString('en')} memories`),
        onPositions: show.positions,
      },
    ).finally(show.end);
    const { layout } = map;
    const metrics = await describeSpaceInThreads(
      {
        vectors,
        rows: pool.ids.length,
        dimensions: pool.dimensions,
        points: layout.points,
        labels: pool.benchmarks,
        types: pool.types,
        outcomes: pool.success.map((success) => (success === null ? null : success ? 'success' : 'failure')),
        models: pool.models,
        metric: parameters.metric,
        seed: parameters.seed,
      },
      {
        signal,
        onProgress: (f) => report(layoutShare + f * (1 - layoutShare), 'Measuring DBI, LISI and abstraction'),
      },
    );
    // Somebody else may have asked for the same meanwhile.
    const [meanwhile] = await findSame();
    if (meanwhile) return { projectionId: meanwhile.id, reused: true };
    const { points, pointQuality, ...layoutFacts } = layout;
    const rows = await db
      .insert(projection)
      .values({
        studyId,
        jobId,
        model,
        parameters: { ...parameters, startFrom },
        inputHash,
        memoryIds: [...pool.ids],
        points: toBytes(points),
        pointValues: toBytes(map.pointValues),
        metrics: {
          space: metrics,
          layout: layoutFacts,
          stability: map.stability,
          structure: map.structure,
        },
      })
      .returning({ id: projection.id });
    report(1, 'Done');
    return { projectionId: rows[0]!.id, reused: false };
  },
});

/** @throws AppError where umap-js would take minutes, or cannot start from a map */
function refuseReference(memories: number, startFrom: string | null): void {
  const hint = 'Choose the engine carryover, which makes maps of the same quality.';
  if (startFrom) {
    throw new AppError('invalid-input', 'umap-js starts from chance, and cannot start from a map.', {
      ...{ where: 'startFrom', hint },
    });
  }
  if (memories <= MOST_REFERENCE_POINTS) return;
  throw new AppError(
    'limit-exceeded',
    `umap-js would lay out ${memories.toLocaleString('en')} memories for minutes: it takes up to ${MOST_REFERENCE_POINTS.toLocaleString('en')}.`,
    { where: 'engine', hint },
  );
}

/** Where memories were on another map, in the order of these; NaN for those that were not on it. */
async function previousPlaces(
  db: Db,
  studyId: string,
  projectionId: string,
  ids: readonly string[],
  components: 2 | 3,
): Promise<Float32Array> {
  const rows = await db
    .select()
    .from(projection)
    .where(and(eq(projection.id, projectionId), eq(projection.studyId, studyId)));
  const found = rows[0];
  if (!found) throw new AppError('not-found', 'The map to start from is gone.', { where: 'startFrom' });
  const stored = mapComponents(found.parameters);
  if (stored !== components) {
    throw new AppError(
      'invalid-input',
      `The map to start from has ${stored} dimensions, and one of ${components} was asked for.`,
      { where: 'startFrom', hint: 'Start from a map of as many dimensions, or from none.' },
    );
  }
  const points = fromBytes(found.points);
  const at = new Map(found.memoryIds.map((id, i) => [id, i]));
  const places = new Float32Array(ids.length * components).fill(Number.NaN);
  ids.forEach((id, row) => {
    const i = at.get(id);
    if (i !== undefined) places.set(points.subarray(i * components, (i + 1) * components), row * components);
  });
  return places;
}

/** Stores positions as they come, one at a time; what comes while one is being written is passed over. */
function snapshotWriter(db: Db, jobId: string, ids: readonly string[], components: 2 | 3) {
  let writing: Promise<void> | null = null;
  return {
    positions: ({ points, epoch, epochs }: LayoutPositions) => {
      // Where some memories cannot be laid out, positions do not say whose they are.
      if (writing || points.length !== ids.length * components) return;
      const snapshot = { jobId, memoryIds: [...ids], components, epoch, epochs, points };
      writing = storeSnapshot(db, snapshot)
        .catch((error: Error) => console.error(`layout snapshot: ${error.message}`))
        .finally(() => {
          writing = null;
        });
    },
    end: async () => {
      await writing;
      await deleteSnapshot(db, jobId);
    },
  };
}
