import type { UMAP } from 'umap-js';
import type { Random } from '@/lib/core/random';
import { logTable } from './log-table';

/** What umap-js works out before its first epoch: edges, how often each is drawn, and the shape of the forces. */
interface Schedule {
  head: number[];
  tail: number[];
  /** Epochs between two draws of an edge. */
  epochsPerSample: number[];
  a: number;
  b: number;
  nEpochs: number;
}

const NEGATIVE_SAMPLES = 5;
const LARGEST_STEP = 4;

/**
 * The epochs of UMAP's layout, on typed arrays and with forces looked up in a table.
 *
 * umap-js spends nine tenths of its time in its own loop, two calls of Math.pow a force on nested arrays; this one
 * applies the same forces in a third of the time. The schedule is read from the instance, where it is private; the version
 * of umap-js is pinned, and a test notices if it moves.
 */
export class UmapEpochs {
  readonly count: number;
  /** Force per distance, as functions of the squared distance. */
  private readonly pull: (squared: number) => number;
  private readonly push: (squared: number) => number;
  private readonly head: Uint32Array;
  private readonly tail: Uint32Array;
  private readonly between: Float64Array;
  private readonly next: Float64Array;
  private readonly nextNegative: Float64Array;

  /**
   * @param umap    after initializeFit
   * @param points  rows × 2; moved in place
   */
  constructor(
    umap: UMAP,
    private readonly points: Float64Array,
    private readonly random: Random,
  ) {
    const schedule = (umap as unknown as { optimizationState: Schedule }).optimizationState;
    const { a, b } = schedule;
    this.count = schedule.nEpochs;
    this.pull = logTable((squared) => (-2 * a * b * squared ** (b - 1)) / (a * squared ** b + 1));
    this.push = logTable((squared) => (2 * b) / ((0.001 + squared) * (a * squared ** b + 1)));
    this.head = Uint32Array.from(schedule.head);
    this.tail = Uint32Array.from(schedule.tail);
    this.between = Float64Array.from(schedule.epochsPerSample);
    this.next = this.between.slice();
    this.nextNegative = this.between.map((epochs) => epochs / NEGATIVE_SAMPLES);
  }

  /** Moves the points by the forces that are due in an epoch, counted from 0. Steps shrink from epoch to epoch. */
  run(epoch: number): void {
    const { head, tail, between, next, nextNegative } = this;
    // umap-js lowers its rate after the epoch, hence one epoch late.
    const rate = 1 - Math.max(0, epoch - 1) / this.count;
    for (let edge = 0; edge < head.length; edge++) {
      if (next[edge]! > epoch) continue;
      this.attract(head[edge]!, tail[edge]!, rate);
      next[edge]! += between[edge]!;
      const gap = between[edge]! / NEGATIVE_SAMPLES;
      const due = Math.floor((epoch - nextNegative[edge]!) / gap);
      for (let i = 0; i < due; i++) this.repel(head[edge]!, rate);
      nextNegative[edge]! += due * gap;
    }
  }

  private attract(from: number, to: number, rate: number): void {
    const { points } = this;
    const x = points[2 * from]! - points[2 * to]!;
    const y = points[2 * from + 1]! - points[2 * to + 1]!;
    const squared = x * x + y * y;
    if (squared === 0) return;
    const pull = this.pull(squared);
    const stepX = rate * limit(pull * x);
    const stepY = rate * limit(pull * y);
    points[2 * from]! += stepX;
    points[2 * from + 1]! += stepY;
    points[2 * to]! -= stepX;
    points[2 * to + 1]! -= stepY;
  }

  private repel(from: number, rate: number): void {
    const { points } = this;
    const other = Math.floor(this.random() * (points.length / 2));
    if (other === from) return;
    const x = points[2 * from]! - points[2 * other]!;
    const y = points[2 * from + 1]! - points[2 * other + 1]!;
    const squared = x * x + y * y;
    if (squared === 0) {
      // In the very same place: pushed off, as umap-js does.
      points[2 * from]! += LARGEST_STEP * rate;
      points[2 * from + 1]! += LARGEST_STEP * rate;
      return;
    }
    const push = this.push(squared);
    points[2 * from]! += rate * limit(push * x);
    points[2 * from + 1]! += rate * limit(push * y);
  }
}

const limit = (step: number) => Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, step));
