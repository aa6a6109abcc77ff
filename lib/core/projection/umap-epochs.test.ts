import fc from 'fast-check';
import { UMAP } from 'umap-js';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { logTable } from './log-table';
import { toMatrix } from './matrix';
import { trustworthiness } from './trustworthiness';
import { layOut, umapDefaults } from './umap';
import { UmapEpochs } from './umap-epochs';

/** A noisy ring in eight dimensions. */
function ring(rows: number): number[][] {
  const random = seededRandom(6);
  return Array.from({ length: rows }, (_, i) => {
    const angle = (2 * Math.PI * i) / rows;
    return Array.from(
      { length: 8 },
      (_, j) => 0.2 * random() + (j === 0 ? Math.cos(angle) : j === 1 ? Math.sin(angle) : 0),
    );
  });
}

describe('UmapEpochs', () => {
  const rows = 200;
  const data = ring(rows);
  const fitted = () => {
    const random = seededRandom(1);
    const umap = new UMAP({ random });
    umap.initializeFit(data);
    return { umap, random };
  };

  it('draws pictures as faithful as those of umap-js, from the same schedule', () => {
    const theirs = new UMAP({ random: seededRandom(1) }).fit(data);
    const { umap, random } = fitted();
    const points = Float64Array.from(umap.getEmbedding().flat());
    const epochs = new UmapEpochs(umap, points, random);
    expect(epochs.count).toBe(500);
    for (let epoch = 0; epoch < epochs.count; epoch++) epochs.run(epoch);
    const input = toMatrix(data.flat(), rows, 8);
    const faithful = (layout: ArrayLike<number>) =>
      trustworthiness(input, toMatrix(layout, rows, 2), 15, 'euclidean', 1).value!;
    expect(faithful(points)).toBeGreaterThan(faithful(theirs.flat()) - 0.01);
    const { points: placed } = layOut({
      vectors: Float32Array.from(data.flat()),
      rows,
      dimensions: 8,
      parameters: { ...umapDefaults, metric: 'euclidean' },
    });
    expect(faithful(placed)).toBeGreaterThan(faithful(theirs.flat()) - 0.01);
  });

  it('moves the points as umap-js does, to the accuracy of the table, while rounding has not yet spread', () => {
    const [own, other] = [fitted(), fitted()];
    const points = Float64Array.from(own.umap.getEmbedding().flat());
    const before = points.slice();
    const epochs = new UmapEpochs(own.umap, points, own.random);
    for (let epoch = 0; epoch < 3; epoch++) {
      epochs.run(epoch);
      other.umap.step();
    }
    const theirs = other.umap.getEmbedding().flat();
    expect(points.some((x, i) => Math.abs(x - before[i]!) > 1)).toBe(true);
    points.forEach((x, i) => {
      expect(Math.abs(x - theirs[i]!)).toBeLessThan(1e-3);
    });
  });
});

describe('logTable', () => {
  it('follows a power closely', () => {
    const table = logTable((x) => x ** 0.8);
    fc.assert(
      fc.property(fc.double({ min: -12, max: 12, noNaN: true }), (exponent) => {
        const x = 10 ** exponent;
        expect(Math.abs(table(x) / x ** 0.8 - 1)).toBeLessThan(1e-5);
      }),
    );
  });
});
