import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { mapComparison, projection } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { COMPARED_NEIGHBOURS } from '@/lib/core/projection/compare-spaces';
import { asRows, packRows, type SpaceMetric } from '@/lib/core/projection/matrix';
import type { MixingContrast } from '@/lib/core/projection/mixing-contrast';
import { loadPool, toBytes } from '@/lib/queries/load-pool';
import type { MapComparisonMetrics } from '@/lib/queries/map-comparisons';
import { defineJob } from '../job';

/** Another for every way of comparing: what an earlier one found is not given for what this would. */
const comparisonVersion = 1;

/** The comparison of neighbours takes about this part of the whole work, each contrast half of the rest. */
const neighbourShare = 0.4;

/** Finds which neighbours of each memory two maps of a study share, and how its types mix benchmarks on either. */
export const compareMaps = defineJob({
  name: 'compare-maps',
  label: 'Compare maps',
  input: z.object({
    studyId: z.string(),
    left: z.uuid(),
    right: z.uuid(),
    /** Pools that a side is narrowed to; null takes all memories of its map. */
    leftPool: z.uuid().nullable().default(null),
    rightPool: z.uuid().nullable().default(null),
    neighbors: z.int().min(1).max(200).default(COMPARED_NEIGHBOURS),
    seed: z.int().default(7),
  }),
  async run({ db, input, signal, report }) {
    const { studyId, left, right, neighbors, seed } = input;
    report(null, 'Loading vectors');
    const sides = [
      await loadSide(db, studyId, left, input.leftPool),
      await loadSide(db, studyId, right, input.rightPool),
    ] as const;
    const parameters = { leftPool: input.leftPool, rightPool: input.rightPool, neighbors, seed };
    const inputHash = hashOf(parameters, sides);
    const same = await db
      .select({ id: mapComparison.id })
      .from(mapComparison)
      .where(and(eq(mapComparison.studyId, studyId), eq(mapComparison.inputHash, inputHash)));
    if (same[0]) return { comparisonId: same[0].id, reused: true };

    const [ours, theirs] = sides;
    const common = ours.ids.filter((id) => theirs.rowOf.has(id));
    const types = common.map((id) => ours.types[ours.rowOf.get(id)!]!);
    report(0, `Comparing the neighbours of ${common.length.toLocaleString('en')} memories`);
    const compared = await compute(
      'compare-spaces',
      { left: spaceOf(ours, common), right: spaceOf(theirs, common), types, neighbors, seed },
      { signal, onProgress: (f) => report(f * neighbourShare) },
    );
    const contrastOf = (side: Side, from: number): Promise<MixingContrast> =>
      compute(
        'mixing-contrast',
        { ...spaceOf(side, side.ids), labels: side.benchmarks, types: side.types, seed },
        {
          signal,
          onProgress: (f) =>
            report(from + (f * (1 - neighbourShare)) / 2, `Exchanging types on the map of ${side.model}`),
        },
      );
    const mixing = {
      left: await contrastOf(ours, neighbourShare),
      right: await contrastOf(theirs, (1 + neighbourShare) / 2),
    };
    const metrics: MapComparisonMetrics = {
      comparison: compared.comparison,
      mixing,
      memories: { left: ours.ids.length, right: theirs.ids.length, both: common.length },
    };
    // Neighbours are stored for those that took part, by their place among them.
    const { kept, rows, left: leftRows, right: rightRows } = compared.rows;
    const placeOf = new Uint32Array(common.length);
    rows.forEach((row, place) => {
      placeOf[row] = place;
    });
    const places = (of: Uint32Array) => Buffer.from(of.map((row) => placeOf[row]!).buffer);
    const stored = await db
      .insert(mapComparison)
      .values({
        ...{ studyId, leftProjectionId: left, rightProjectionId: right, parameters, inputHash },
        memoryIds: [...rows].map((row) => common[row]!),
        kept: toBytes(Float32Array.from(rows, (row) => kept[row]!)),
        leftNeighbors: places(leftRows),
        rightNeighbors: places(rightRows),
        metrics: { ...metrics },
      })
      .returning({ id: mapComparison.id });
    report(1, 'Done');
    return { comparisonId: stored[0]!.id, reused: false };
  },
});

type Side = Awaited<ReturnType<typeof loadSide>>;

/** The memories of a map, or those of one pool of them, with the vectors that they have now. */
async function loadSide(db: Db, studyId: string, projectionId: string, poolId: string | null) {
  const found = await db
    .select({
      model: projection.model,
      parameters: projection.parameters,
      inputHash: projection.inputHash,
      memoryIds: projection.memoryIds,
    })
    .from(projection)
    .where(and(eq(projection.id, projectionId), eq(projection.studyId, studyId)));
  const map = found[0];
  if (!map) {
    throw new AppError('not-found', 'A map that is to be compared is not in this study.', {
      hint: 'Choose two maps that the study has, or project its memories again.',
    });
  }
  const { model } = map;
  const pool = await loadPool(db, studyId, { model, ...(poolId ? { poolIds: [poolId] } : {}) });
  const onMap = new Set(map.memoryIds);
  const rows = Uint32Array.from(pool.ids.keys()).filter((row) => onMap.has(pool.ids[row]!));
  const take = <T>(column: readonly T[]): T[] => Array.from(rows, (row) => column[row]!);
  const ids = take(pool.ids);
  return {
    model,
    metric: map.parameters.metric as SpaceMetric,
    inputHash: map.inputHash,
    ids,
    rowOf: new Map(ids.map((id, row) => [id, row])),
    types: take(pool.types),
    benchmarks: take(pool.benchmarks),
    vectors: packRows(asRows(pool.vectors!, pool.ids.length, pool.dimensions), rows).values as Float32Array,
    dimensions: pool.dimensions,
  };
}

/** The vectors of chosen memories of a side. */
function spaceOf({ ids, rowOf, vectors, dimensions, metric }: Side, chosen: readonly string[]) {
  const rows = Uint32Array.from(chosen, (id) => rowOf.get(id)!);
  const packed = packRows(asRows(vectors, ids.length, dimensions), rows);
  return { vectors: packed.values as Float32Array, dimensions, metric };
}

function hashOf(parameters: object, sides: readonly Side[]): string {
  const hash = createHash('sha256').update(JSON.stringify([comparisonVersion, parameters]));
  for (const { inputHash, ids, types, benchmarks, vectors } of sides) {
    hash.update(JSON.stringify([inputHash, ids, types, benchmarks])).update(toBytes(vectors));
  }
  return hash.digest('hex');
}
