import type { DistanceCurve } from './distance-curve';
import type { EdgeSchedule } from './edge-schedule';
import { forceTable } from './force-table';
import { createLayoutKernel, type LayoutKernel, NEGATIVE_SAMPLES, planKernel } from './layout-kernel';

export interface EpochSettings {
  schedule: EdgeSchedule;
  curve: DistanceCurve;
  /** rows × components: where the points begin. */
  start: ArrayLike<number>;
  components: 2 | 3;
  epochs: number;
  /** Any integer. */
  seed: number;
  /** Points before this one stay where they are. */
  firstMoved?: number;
  /** Of the steps of the first epoch; 1 unless the points begin near where they belong. */
  rate?: number;
}

/** Numbers of a point in the kernel. */
const LANES = 4;

/**
 * The epochs of UMAP's layout: edges pull their ends together, and random other points push each pulled point away.
 *
 * Two things differ from umap-learn, neither of which shows in the quality of pictures (see the tests and the bench). Forces
 * are looked up by the squared distance, to 2 parts in 10,000, instead of computed with powers, which takes most of the
 * time there. And the points that push at a time, usually five, are all seen from the same place, so that none waits for
 * the others. Single precision, as there. One thread, one seed, one result.
 *
 * @complexity O(edges + forces) per epoch
 */
export class LayoutEpochs {
  private readonly kernel: LayoutKernel;
  private readonly points: Float32Array;
  private readonly scalars: Float32Array;
  readonly epochs: number;

  constructor(private readonly settings: EpochSettings) {
    const { schedule, curve, start, components, seed, firstMoved = 0 } = settings;
    const rows = start.length / components;
    this.epochs = settings.epochs;
    const { others, gaps, offsets } = schedule;
    const plan = planKernel(rows, others.length);
    this.kernel = createLayoutKernel(plan, { rows, firstMoved, isSolid: components === 3 });
    const { buffer } = this.kernel.memory;
    const { a, b } = curve;
    const floats = (at: number, values: ArrayLike<number>) => new Float32Array(buffer, at).set(values);
    floats(
      plan.pulls,
      forceTable((square) => (-2 * a * b * square ** (b - 1)) / (a * square ** b + 1)),
    );
    floats(
      plan.pushes,
      forceTable((square) => (2 * b) / ((0.001 + square) * (a * square ** b + 1))),
    );
    new Uint32Array(buffer, plan.offsets).set(offsets);
    new Uint32Array(buffer, plan.others).set(others);
    floats(plan.gaps, gaps);
    floats(plan.next, gaps);
    floats(
      plan.nextPush,
      gaps.map((gap) => gap / NEGATIVE_SAMPLES),
    );
    this.points = new Float32Array(buffer, plan.points, LANES * rows);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < components; c++) this.points[LANES * i + c] = start[i * components + c]!;
    }
    this.scalars = new Float32Array(buffer, 0, 3);
    new Int32Array(buffer, plan.state)[0] = startState(seed);
  }

  /** Moves the points by the forces that are due in an epoch, counted from 0. Steps shrink from epoch to epoch. */
  run(epoch: number): void {
    const { epochs, rate = 1, firstMoved = 0 } = this.settings;
    this.scalars[1] = epoch;
    // umap-learn lowers its rate after the epoch, hence one epoch late.
    this.scalars[2] = rate * (1 - Math.max(0, epoch - 1) / epochs);
    const rows = this.points.length / LANES;
    if (firstMoved < rows) this.kernel.run(firstMoved, rows);
  }

  /** rows × components: where the points are by now. */
  positions(): Float32Array {
    const { components } = this.settings;
    const rows = this.points.length / LANES;
    const positions = new Float32Array(rows * components);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < components; c++) positions[i * components + c] = this.points[LANES * i + c]!;
    }
    return positions;
  }
}

/** Of the generator, from any integer; never 0, which would stay 0. */
export const startState = (seed: number): number => Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
