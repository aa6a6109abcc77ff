import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { keepQuantised, quantisedError, quantisedOf, quantiseRows } from './quantised-rows';
import { screenRows } from './screen-rows';

const random = seededRandom(5);
const matrix = (rows: number, columns: number) =>
  Float32Array.from({ length: rows * columns }, () => random() - 0.4);

describe('quantiseRows', () => {
  it.each([1, 2, 7, 384, 1536, 5000])('keeps products of %i columns within the stated error', (columns) => {
    const values = matrix(12, columns);
    const quantised = quantiseRows(values, columns);
    for (let a = 0; a < 12; a++) {
      for (let b = 0; b < 12; b++) {
        let [product, dot, squaresA, squaresB] = [0, 0, 0, 0];
        for (let j = 0; j < columns; j++) {
          const [x, y] = [values[a * columns + j]!, values[b * columns + j]!];
          product +=
            quantised.values[a * quantised.stride + j]! * quantised.values[b * quantised.stride + j]!;
          dot += x * y;
          squaresA += x * x;
          squaresB += y * y;
        }
        const cosine = dot / Math.sqrt(squaresA * squaresB);
        expect(Math.abs(product - 32_767 ** 2 * cosine)).toBeLessThanOrEqual(quantisedError(columns));
        expect(Math.abs(product)).toBeLessThan(2 ** 31);
      }
    }
  });

  it('takes half the memory of the vectors, in a buffer that threads can share', () => {
    const { values } = quantiseRows(matrix(10, 384), 384);
    expect(values.byteLength).toBe(10 * 384 * 2);
    expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('is made once per matrix, or taken from elsewhere', () => {
    const [first, second] = [matrix(3, 4), matrix(3, 4)];
    expect(quantisedOf(first, 4)).toBe(quantisedOf(first, 4));
    const made = quantiseRows(second, 4);
    keepQuantised(second, made);
    expect(quantisedOf(second, 4)).toBe(made);
  });
});

describe('screenRows', () => {
  it('leaves few rows, in order, also after a wider matrix', () => {
    const rows = quantiseRows(matrix(5_000, 24), 24);
    const picked = Uint32Array.from({ length: 4_999 }, (_, i) => i + 1);
    const queries = quantiseRows(matrix(7, 24), 24);
    const screen = () => {
      const found: number[][] = [];
      screenRows(rows, picked, queries, 10, (_, places) => found.push([...places]));
      return found;
    };
    const before = screen();
    screenRows(
      quantiseRows(matrix(300, 900), 900),
      picked.subarray(0, 200),
      quantiseRows(matrix(2, 900), 900),
      3,
      () => {},
    );
    expect(screen()).toEqual(before);
    expect(before).toHaveLength(7);
    for (const places of before) {
      expect(places.length).toBeGreaterThanOrEqual(10);
      expect(places.length).toBeLessThan(40);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it.each([
    ['few enough to stay in place', 2_001, 24],
    ['too many to stay in place', 9_001, 1_024],
  ])('never takes rows of the call before for its own: %s', (_, count, columns) => {
    const k = 5;
    const rows = [1, 2].map(() => quantiseRows(matrix(count, columns), columns));
    const picks = [0, 1].map((odd) =>
      Uint32Array.from({ length: (count - odd) >> 1 }, (_, i) => 2 * i + odd),
    );
    const queries = [5, 1, 2].map((n) => quantiseRows(matrix(n, columns), columns));
    const product = (own: Int16Array, at: number, other: Int16Array, place: number, stride: number) => {
      let sum = 0;
      for (let j = 0; j < stride; j++) sum += own[at * stride + j]! * other[place * stride + j]!;
      return sum;
    };
    for (const [r, p, q] of [
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 1],
      [1, 1, 2],
      [1, 0, 1],
      [0, 0, 1],
    ] as const) {
      const { values, stride } = rows[r]!;
      screenRows(rows[r]!, picks[p]!, queries[q]!, k, (query, places) => {
        const best = Array.from(picks[p]!, (row, place) => ({
          place,
          value: product(values, row, queries[q]!.values, query, stride),
        })).sort((a, b) => b.value - a.value);
        expect([...places]).toEqual(expect.arrayContaining(best.slice(0, k).map(({ place }) => place)));
        expect(places.length).toBeLessThan(60);
      });
    }
  });

  it('keeps every row that ties', () => {
    const rows = quantiseRows(new Float32Array(1_000 * 4).fill(0.5), 4);
    const picked = Uint32Array.from({ length: 1_000 }, (_, i) => i);
    screenRows(rows, picked, quantiseRows(Float32Array.of(1, 1, 1, 1), 4), 10, (_, places) => {
      expect([...places]).toEqual([...picked]);
    });
  });
});
