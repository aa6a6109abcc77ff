import { JUDGED_NEIGHBOURS } from '@/lib/core/projection/layout-quality';
import { type LayoutStability, unknownStability } from '@/lib/core/projection/layout-stability';
import type { MapStructure } from '@/lib/core/projection/map-structure';
import { joinColumns } from '@/lib/core/projection/point-columns';
import type { Layout, UmapInput } from '@/lib/core/projection/umap';
import { type LayOutOptions, type LayoutParts, layOutPartsInThreads } from './lay-out-in-threads';
import { compute } from './pool';

/** Maps with other seeds that a map is compared with. */
const REPEATS = 2;
/** More points than this are not laid out again and again. */
const MOST_REPEATED = 10_000;
/** Cosine distance up to which memories count as near duplicates. */
const DUPLICATE_COSINE = 0.05;
/** Part of the whole work until the map is judged. */
const LAID_OUT = 0.75;

export interface MemoryMap {
  layout: Layout;
  stability: LayoutStability;
  structure: MapStructure;
  /** joinColumns, of each row. */
  pointValues: Float32Array;
}

/**
 * A map of memories with all that is told of it: how faithful and how stable it is, its clusters with their terms, near
 * duplicates and outliers. In the worker threads.
 *
 * @param texts  of each row, for the terms of clusters
 * @throws AppError `cancelled` when the signal ends it
 */
export async function mapMemories(
  input: UmapInput,
  texts: readonly string[],
  options: LayOutOptions = {},
): Promise<MemoryMap> {
  const stop = options.signal ? { signal: options.signal } : {};
  const parts = await layOutPartsInThreads(input, {
    ...options,
    onProgress: (fraction) => options.onProgress?.(LAID_OUT * fraction),
  });
  const { prepared, near, picture, layout } = parts;
  const { kept } = prepared;
  const { metric } = input.parameters;
  const [{ structure, points }, stability] = await Promise.all([
    compute(
      'map-structure',
      {
        picture,
        near,
        texts: kept ? Array.from(kept, (row) => texts[row]!) : texts,
        duplicateDistance: metric === 'cosine' ? DUPLICATE_COSINE : 0,
      },
      stop,
    ),
    stabilityOf(parts, input, stop),
  ]);
  const ofRows = (values: ArrayLike<number>, missing: number) => {
    if (!kept) return values;
    const all = new Float32Array(input.rows).fill(missing);
    kept.forEach((row, i) => {
      all[row] = values[i]!;
    });
    return all;
  };
  options.onProgress?.(1);
  return {
    layout,
    stability,
    structure,
    pointValues: joinColumns({
      ...layout.pointQuality,
      cluster: ofRows(points.clusters, -1),
      outlier: ofRows(points.outlierScores, Number.NaN),
      duplicates: ofRows(points.duplicates, -1),
    }),
  };
}

async function stabilityOf(
  { prepared, near, picture, layout }: LayoutParts,
  { parameters }: UmapInput,
  stop: { signal?: AbortSignal },
): Promise<LayoutStability> {
  const seeds = Array.from({ length: REPEATS + 1 }, (_, i) => parameters.seed + i);
  const { space, previous } = prepared;
  const unknown = (reason: string) => unknownStability(reason, seeds, JUDGED_NEIGHBOURS);
  if (layout.method !== 'umap') return unknown(layout.note ?? 'there is no map by UMAP');
  if (space.rows > MOST_REPEATED) {
    return unknown(
      `maps of more than ${MOST_REPEATED.toLocaleString('en')} memories are not laid out repeatedly`,
    );
  }
  const points = { values: space.values, rows: space.rows, columns: space.columns };
  const others = await Promise.all(
    seeds.slice(1).map(async (seed) => {
      const placed = await compute(
        'place-points',
        { points, near, parameters: { ...parameters, seed }, previous },
        stop,
      );
      return { ...picture, values: placed.points };
    }),
  );
  return compute(
    'layout-stability',
    { maps: [picture, ...others], neighbors: JUDGED_NEIGHBOURS, seeds },
    stop,
  );
}
