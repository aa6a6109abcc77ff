import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { dotError, dotProducts, LARGEST_BATCH } from './dot-products';

const random = seededRandom(1);
/** Rows of length 1. */
function unitRows(rows: number, columns: number): Float32Array {
  const values = Float32Array.from({ length: rows * columns }, () => random() - 0.5);
  for (let i = 0; i < rows; i++) {
    const row = values.subarray(i * columns, (i + 1) * columns);
    const length = Math.hypot(...row);
    for (let j = 0; j < columns; j++) row[j]! /= length;
  }
  return values;
}

describe('dotProducts', () => {
  it.each([
    [1, 1, 1],
    [5, 3, 2],
    [7, 64, 130],
    [301, 17, 64],
    [64, 384, 1001],
    [3, 1537, 300],
  ])('is within its stated error for %i columns, %i vectors, %i rows', (columns, count, rows) => {
    const [matrix, batch] = [unitRows(rows, columns), unitRows(Math.min(count, LARGEST_BATCH), columns)];
    const vectors = Math.min(count, LARGEST_BATCH);
    const products = dotProducts(matrix, columns)(batch, vectors);
    for (let q = 0; q < vectors; q++) {
      for (let i = 0; i < rows; i++) {
        let exact = 0;
        for (let j = 0; j < columns; j++) exact += batch[q * columns + j]! * matrix[i * columns + j]!;
        expect(Math.abs(products[q * rows + i]! - exact)).toBeLessThanOrEqual(dotError(columns));
      }
    }
  });

  it('takes picked rows in their order, and is not disturbed by a wider matrix in between', () => {
    const matrix = Float32Array.of(1, 0, 0, 1, 2, 2, 3, 0);
    const narrow = dotProducts(matrix, 2, Uint32Array.of(3, 0, 2));
    dotProducts(unitRows(500, 700), 700)(unitRows(2, 700), 2);
    expect([...narrow(Float32Array.of(1, 10), 1).subarray(0, 3)]).toEqual([3, 1, 22]);
  });

  it('does nothing with nothing, and refuses a batch that is too large', () => {
    expect(dotProducts(new Float32Array(0), 4)(new Float32Array(4), 1)).toHaveLength(0);
    expect(() => dotProducts(new Float32Array(4), 4)(new Float32Array(4), 2)).toThrow(RangeError);
  });
});
