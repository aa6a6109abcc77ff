import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { distanceCurve } from './distance-curve';
import { edgeSchedule } from './edge-schedule';
import { FIRST_PLACE, forceTable, PLACE_SHIFT, WITHIN_MASK } from './force-table';
import { fuzzyGraph } from './fuzzy-graph';
import { type EpochSettings, LayoutEpochs, startState } from './layout-epochs';
import { toMatrix } from './matrix';
import { nearestNeighbours } from './nearest-neighbours';

function settings(components: 2 | 3, seed = 1): EpochSettings {
  const random = seededRandom(6);
  const rows = 120;
  const values = Array.from({ length: rows * 5 }, random);
  const near = nearestNeighbours(toMatrix(values, rows, 5), 9, 'euclidean');
  return {
    schedule: edgeSchedule(fuzzyGraph(near), 200),
    curve: distanceCurve(0.1, 1),
    start: Float64Array.from({ length: rows * components }, () => 20 * random() - 10),
    components,
    epochs: 200,
    seed,
  };
}

/** The same epoch as the definition has it: powers, one coordinate after the other. */
function plainEpochs({ schedule, curve, start, components, epochs, seed }: EpochSettings) {
  const points = Float64Array.from(start);
  const { a, b } = curve;
  const { offsets, others } = schedule;
  // The schedule is kept in single precision.
  const gaps = Float32Array.from(schedule.gaps);
  const [next, nextPush] = [gaps.slice(), Float32Array.from(schedule.gaps, (gap) => gap / 5)];
  const limited = (step: number) => Math.max(-4, Math.min(4, step));
  let state = startState(seed);
  const draw = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * (points.length / components));
  };
  const place = (i: number) => [...points.subarray(i * components, (i + 1) * components)];
  const run = (epoch: number) => {
    const rate = 1 - Math.max(0, epoch - 1) / epochs;
    for (let head = 0; head + 1 < offsets.length; head++) {
      for (let edge = offsets[head]!; edge < offsets[head + 1]!; edge++) {
        if (next[edge]! > epoch) continue;
        const tail = others[edge]!;
        const between = place(head).map((x, c) => x - place(tail)[c]!);
        const square = between.reduce((sum, x) => sum + x * x, 0);
        const pull = (-2 * a * b * square ** (b - 1)) / (1 + a * square ** b);
        between.forEach((x, c) => {
          points[head * components + c]! += rate * limited(pull * x);
          points[tail * components + c]! -= rate * limited(pull * x);
        });
        next[edge]! += gaps[edge]!;
        const waited = Math.fround(Math.fround(epoch - nextPush[edge]!) * 5);
        const due = Math.floor(Math.fround(waited / gaps[edge]!));
        nextPush[edge]! += Math.fround(Math.fround(due * gaps[edge]!) * Math.fround(0.2));
        const from = place(head);
        for (let i = 0; i < due; i++) {
          const other = draw();
          if (other === head) continue;
          const away = from.map((x, c) => x - place(other)[c]!);
          const far = away.reduce((sum, x) => sum + x * x, 0);
          const push = (2 * b) / ((0.001 + far) * (1 + a * far ** b));
          away.forEach((x, c) => {
            points[head * components + c]! += rate * limited(push * x);
          });
        }
      }
    }
  };
  return { run, points };
}

describe('LayoutEpochs', () => {
  it.each([2, 3] as const)('moves points in %i dimensions as the definition does', (components) => {
    const own = settings(components);
    const layout = new LayoutEpochs(own);
    const plain = plainEpochs(own);
    for (let epoch = 0; epoch < 3; epoch++) {
      layout.run(epoch);
      plain.run(epoch);
    }
    const moved = layout.positions();
    expect(moved.some((x, i) => Math.abs(x - own.start[i]!) > 1)).toBe(true);
    moved.forEach((x, i) => {
      expect(Math.abs(x - plain.points[i]!)).toBeLessThan(0.05);
    });
  });

  it('gives the same for the same seed only', () => {
    const run = (seed: number) => {
      const layout = new LayoutEpochs(settings(2, seed));
      for (let epoch = 0; epoch < 20; epoch++) layout.run(epoch);
      return layout.positions();
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  it('leaves points that are held where they are', () => {
    const own = { ...settings(2), firstMoved: 100 };
    const before = Float32Array.from(own.start);
    const layout = new LayoutEpochs(own);
    for (let epoch = 0; epoch < 10; epoch++) layout.run(epoch);
    const after = layout.positions();
    expect(after.subarray(0, 200)).toEqual(before.subarray(0, 200));
    expect(after.subarray(200)).not.toEqual(before.subarray(200));
  });

  it('parts points in one place', () => {
    const own = settings(3);
    const layout = new LayoutEpochs({ ...own, start: Array.from(own.start, (x) => 1 + 1e-4 * x) });
    for (let epoch = 0; epoch < 50; epoch++) layout.run(epoch);
    const after = layout.positions();
    expect(after.every(Number.isFinite)).toBe(true);
    expect(new Set(after).size).toBeGreaterThan(after.length / 2);
  });
});

describe('forceTable', () => {
  it('follows powers closely', () => {
    const float = new Float32Array(1);
    const bits = new Int32Array(float.buffer);
    for (const power of [-1.9, -0.2, 0.8]) {
      const table = forceTable((x) => x ** power);
      fc.assert(
        fc.property(fc.double({ min: -39, max: 15, noNaN: true }), (exponent) => {
          float[0] = 2 ** exponent;
          const place = (bits[0]! >> PLACE_SHIFT) - FIRST_PLACE;
          const value = table[2 * place]! + (bits[0]! & WITHIN_MASK) * table[2 * place + 1]!;
          expect(Math.abs(value / float[0]! ** power - 1)).toBeLessThan(2e-4);
        }),
      );
    }
  });
});
