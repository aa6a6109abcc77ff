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

  it('keeps every row that ties', () => {
    const rows = quantiseRows(new Float32Array(1_000 * 4).fill(0.5), 4);
    const picked = Uint32Array.from({ length: 1_000 }, (_, i) => i);
    screenRows(rows, picked, quantiseRows(Float32Array.of(1, 1, 1, 1), 4), 10, (_, places) => {
      expect([...places]).toEqual([...picked]);
    });
  });
});
