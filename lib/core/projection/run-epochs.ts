import { distanceCurve } from './distance-curve';
import { defaultEpochs, edgeSchedule } from './edge-schedule';
import { fuzzyGraph } from './fuzzy-graph';
import { LayoutEpochs } from './layout-epochs';
import type { Neighbours } from './nearest-neighbours';
import { ReferenceEpochs } from './reference-epochs';
import type { LayoutOptions, PlacedPoints, UmapParameters } from './umap';

const SNAPSHOTS = 50;

/**
 * Lays points out from a start by the engine that the parameters name.
 *
 * @param start  rows × components; umap-js takes one of its own
 * @param near   `neighbors` − 1 of each point
 * @param rate   of the steps of the first epoch; 1 unless the points begin near where they belong
 * @throws the signal's reason when aborted between epochs
 */
export function runEpochs(
  start: Float64Array,
  near: Neighbours,
  parameters: UmapParameters,
  rate: number,
  { onProgress, onPositions, signal }: LayoutOptions,
): PlacedPoints {
  const { neighbors, components = 2, engine } = parameters;
  const isReference = engine === 'umap-js';
  const layout = isReference
    ? new ReferenceEpochs(near, parameters)
    : ownEpochs(start, near, parameters, rate);
  const { epochs } = layout;
  const between = Math.ceil(epochs / SNAPSHOTS);
  for (let epoch = 0; epoch < epochs; epoch++) {
    signal?.throwIfAborted();
    if (epoch % between === 0) {
      onProgress?.(epoch / epochs);
      onPositions?.(layout.positions(), epoch, epochs);
    }
    layout.run(epoch);
  }
  return {
    points: layout.positions(),
    components,
    method: 'umap',
    neighborsUsed: neighbors,
    epochs,
    note: isReference ? 'Laid out by umap-js.' : null,
  };
}

function ownEpochs(
  start: Float64Array,
  near: Neighbours,
  { minDist, spread, seed, components = 2, epochs: asked }: UmapParameters,
  rate: number,
): LayoutEpochs {
  const epochs = asked ?? defaultEpochs(start.length / components);
  const schedule = edgeSchedule(fuzzyGraph(near), epochs);
  const curve = distanceCurve(minDist, spread);
  return new LayoutEpochs({ schedule, curve, start, components, epochs, seed, rate });
}
