import { UMAP } from 'umap-js';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { transformPoints } from './transform-points';
import { layOut, umapDefaults } from './umap';

describe('transformPoints', () => {
  it('places new points amid the known ones that they are like, which stay', () => {
    const random = seededRandom(8);
    const draw = (rows: number) =>
      Float32Array.from(
        { length: rows * 6 },
        (_, at) => random() + (at % 6 === Math.floor(at / 6) % 3 ? 3 : 0),
      );
    const known = { values: draw(150), rows: 150, columns: 6 };
    const added = { values: draw(30), rows: 30, columns: 6 };
    for (const components of [2, 3] as const) {
      const parameters = { ...umapDefaults, components };
      const { points: places } = layOut({ vectors: known.values, rows: 150, dimensions: 6, parameters });
      const placed = transformPoints({ known, places, added, parameters });
      expect(placed).toHaveLength(30 * components);
      for (let i = 0; i < 30; i++) {
        const distances = Array.from({ length: 150 }, (_, j) =>
          Math.hypot(
            ...Array.from(
              { length: components },
              (_, c) => placed[i * components + c]! - places[j * components + c]!,
            ),
          ),
        );
        expect(distances.indexOf(Math.min(...distances)) % 3).toBe(i % 3);
      }
    }
    const parameters = umapDefaults;
    const { points: places } = layOut({ vectors: known.values, rows: 150, dimensions: 6, parameters });
    expect(transformPoints({ known, places, added, parameters })).toEqual(
      transformPoints({ known, places, added, parameters }),
    );
    const none = { values: new Float32Array(0), rows: 0, columns: 6 };
    expect(() => transformPoints({ known: none, places: new Float32Array(0), added, parameters })).toThrow(
      RangeError,
    );
  });

  it('gives a copy of a known point that point’s place, by either metric', () => {
    const random = seededRandom(5);
    const values = Float32Array.from({ length: 200 * 12 }, () => random() - 0.5);
    const known = { values, rows: 200, columns: 12 };
    for (const metric of ['cosine', 'euclidean'] as const) {
      const parameters = { ...umapDefaults, metric };
      const { points: places } = layOut({ vectors: values, rows: 200, dimensions: 12, parameters });
      // Rounding must not make a copy another point.
      const copies = values.slice(0, 40 * 12).map((x) => x * (1 + 1e-7));
      const placed = transformPoints({
        ...{ known, places, parameters },
        added: { values: copies, rows: 40, columns: 12 },
      });
      expect(placed).toEqual(places.slice(0, 80));
    }
  });

  it('keeps as many neighbours of new points as the transform of umap-js', () => {
    const random = seededRandom(11);
    const draw = (rows: number, from: number) =>
      Float32Array.from({ length: rows * 10 }, (_, at) => {
        const [row, column] = [Math.floor(at / 10) + from, at % 10];
        return random() - 0.5 + (column === row % 4 ? 1.5 : 0);
      });
    const known = { values: draw(240, 0), rows: 240, columns: 10 };
    const added = { values: draw(40, 240), rows: 40, columns: 10 };
    const parameters = { ...umapDefaults, metric: 'euclidean' as const };
    const { points: places } = layOut({ vectors: known.values, rows: 240, dimensions: 10, parameters });
    const ours = transformPoints({ known, places, added, parameters });
    const nested = ({ values, rows }: typeof known) =>
      Array.from({ length: rows }, (_, i) => [...values.subarray(i * 10, (i + 1) * 10)]);
    const umap = new UMAP({ nNeighbors: 15, minDist: 0.1, random: seededRandom(7) });
    const theirPlaces = Float32Array.from(umap.fit(nested(known)).flat());
    const theirs = Float32Array.from(umap.transform(nested(added)).flat());

    const nearest = (from: ArrayLike<number>, to: Float32Array, columns: number) =>
      Array.from({ length: 240 }, (_, i) => i)
        .map((i) => ({
          i,
          far: Math.hypot(...Array.from({ length: columns }, (_, c) => from[c]! - to[i * columns + c]!)),
        }))
        .sort((a, b) => a.far - b.far)
        .slice(0, 15)
        .map(({ i }) => i);
    const kept = (placed: Float32Array, map: Float32Array) => {
      let common = 0;
      for (let q = 0; q < 40; q++) {
        const near = new Set(nearest(added.values.subarray(q * 10, q * 10 + 10), known.values, 10));
        common += nearest(placed.subarray(q * 2, q * 2 + 2), map, 2).filter((i) => near.has(i)).length;
      }
      return common / (40 * 15);
    };
    const [own, reference] = [kept(ours, places), kept(theirs, theirPlaces)];
    expect(reference).toBeGreaterThan(0.2);
    expect(own).toBeGreaterThan(reference - 0.05);
  });
});
