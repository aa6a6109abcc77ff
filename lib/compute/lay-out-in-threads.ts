import {
  JUDGED_NEIGHBOURS,
  type JudgeInput,
  type Judgement,
  judgedPoints,
  tooFewToJudge,
  unknownQuality,
} from '@/lib/core/projection/layout-quality';
import type { Rows } from '@/lib/core/projection/matrix';
import type { Neighbours } from '@/lib/core/projection/nearest-neighbours';
import type { NeighbourSpace } from '@/lib/core/projection/neighbour-space';
import {
  finishLayout,
  type Layout,
  type LayoutSpace,
  neighboursWanted,
  showsDifferences,
  type UmapInput,
} from '@/lib/core/projection/umap';
import { type ComputeOptions, compute, maxThreads } from './pool';

/** Fewer points than this are not worth a second thread. */
const SMALLEST_SHARE = 250;
const SHARES_PER_THREAD = 6;
/** Parts of the whole work: the search, then the layout, the rest being its judgement. */
const [SEARCH, LAYOUT] = [0.35, 0.5];

export interface LayOutOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((fraction: number) => void) | undefined;
  /** Where the points are by now. Points that are left out are not among them. */
  onPositions?: ((positions: LayoutPositions) => void) | undefined;
  /** The points are where they stay, and are about to be judged. */
  onPlaced?: ((points: Float32Array) => void) | undefined;
}

export interface LayoutPositions {
  points: Float32Array;
  epoch: number;
  epochs: number;
}

/**
 * layOut with the search and the judgement shared out over the worker threads; the same result. Vectors in shared memory
 * are read by all threads where they lie.
 *
 * @throws AppError `cancelled` when the signal ends it; RangeErrors of layOut arrive as `internal`
 */
export async function layOutInThreads(input: UmapInput, options: LayOutOptions = {}): Promise<Layout> {
  return (await layOutPartsInThreads(input, options)).layout;
}

/** A layout with what it was made from, for whoever wants to know more of the points. */
export interface LayoutParts {
  prepared: LayoutSpace;
  /** Of the points that could be laid out. */
  near: Neighbours;
  picture: Rows;
  layout: Layout;
}

/** See layOutInThreads. */
export async function layOutPartsInThreads(
  input: UmapInput,
  { signal, onProgress, onPositions, onPlaced }: LayOutOptions = {},
): Promise<LayoutParts> {
  const stop = signal ? { signal } : {};
  const prepared = await compute('layout-space', input, stop);
  const { space } = prepared;
  const k = neighboursWanted(space.rows, input.parameters);
  const near = await neighboursInThreads(space, k, {
    ...stop,
    onProgress: (fraction) => onProgress?.(SEARCH * fraction),
  });
  const { previous } = prepared;
  const points = { values: space.values, rows: space.rows, columns: space.columns };
  const placed = await compute(
    'place-points',
    { points, near, parameters: input.parameters, previous },
    {
      ...stop,
      onProgress: (fraction) => onProgress?.(SEARCH + LAYOUT * fraction),
      onPart: (positions) => onPositions?.(positions),
    },
  );
  onPlaced?.(placed.points);
  onProgress?.(SEARCH + LAYOUT);
  const picture = { values: placed.points, rows: space.rows, columns: placed.components };
  const judgement = showsDifferences(placed.method)
    ? await judgeInThreads({ space, picture, near }, input.parameters.seed, stop)
    : unknownQuality(placed.note!, space.rows);
  const layout = finishLayout(input.rows, prepared, placed, judgement);
  onProgress?.(1);
  return { prepared, near, picture, layout };
}

type Stop = Pick<ComputeOptions<'layout-space'>, 'signal'>;

/** The nearest others of all points, the points shared out over the threads. */
export async function neighboursInThreads(
  space: NeighbourSpace,
  k: number,
  { onProgress, ...stop }: Stop & { onProgress?: (fraction: number) => void } = {},
): Promise<Neighbours> {
  const shares = sharesOf(space.rows);
  const done = new Float64Array(shares.length);
  const parts = new Array<Neighbours>(shares.length);
  const open = shares.entries();
  const workOff = async () => {
    for (const [share, [from, to]] of open) {
      parts[share] = await compute(
        'neighbours-part',
        { space, from, to, k },
        {
          ...stop,
          onProgress: (fraction) => {
            done[share] = (fraction * (to - from)) / space.rows;
            onProgress?.(done.reduce((sum, part) => sum + part, 0));
          },
        },
      );
      done[share] = (to - from) / space.rows;
    }
  };
  await Promise.all(Array.from({ length: maxThreads }, workOff));
  const whole = { indices: new Uint32Array(space.rows * k), distances: new Float64Array(space.rows * k), k };
  parts.forEach((part, share) => {
    whole.indices.set(part.indices, shares[share]![0] * k);
    whole.distances.set(part.distances, shares[share]![0] * k);
  });
  return whole;
}

async function judgeInThreads(
  input: Pick<JudgeInput, 'space' | 'picture' | 'near'>,
  seed: number,
  stop: Stop,
): Promise<Judgement> {
  const reason = tooFewToJudge(input.space.rows);
  if (reason) return unknownQuality(reason, input.space.rows);
  const drawn = await compute('nearest-in-picture', { picture: input.picture, k: JUDGED_NEIGHBOURS }, stop);
  const judged = judgedPoints(input.space.rows, input.space.columns, seed);
  // Each share makes a copy of the points: one a thread.
  const size = Math.max(SMALLEST_SHARE, Math.ceil(judged.length / maxThreads));
  const parts = Array.from({ length: Math.ceil(judged.length / size) }, (_, i) =>
    judged.slice(i * size, (i + 1) * size),
  );
  const excesses = await Promise.all(
    parts.map((part) => compute('rank-excess', { ...input, drawn, judged: part }, stop)),
  );
  return compute('layout-quality', { input: { ...input, drawn, judged }, excesses }, stop);
}

function sharesOf(rows: number): [from: number, to: number][] {
  const size = Math.max(SMALLEST_SHARE, Math.ceil(rows / (SHARES_PER_THREAD * maxThreads)));
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => [i * size, Math.min(rows, (i + 1) * size)]);
}
