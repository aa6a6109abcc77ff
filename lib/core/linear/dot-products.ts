import { createDotKernel, type DotKernel } from './dot-kernel';

/** Rows that are worked on together stay in the processor's own memory (about half a megabyte). */
const CHUNK_BYTES = 1 << 19;
/** First vectors taken in one call; more means fewer readings of the second matrix. */
export const LARGEST_BATCH = 64;

/**
 * Half the width of the interval around a float32 dot product of vectors of length at most 1 that surely holds
 * the true one: rounding of the entries, of each product and of each of the d/4 + 4 additions.
 */
export const dotError = (columns: number): number => (columns / 4 + 8) * 2 ** -23;

/**
 * Dot products of a batch of vectors with the rows of one matrix.
 *
 * @param batch  count × columns, row-major, count ≤ LARGEST_BATCH
 * @returns count × rows, row-major; overwritten by the next call
 */
export type DotProducts = (batch: Float32Array, count: number) => Float32Array;

/**
 * Prepares the rows of a matrix for dot products with many vectors, in float32 with four lanes.
 *
 * Meant for screening: whoever needs exact numbers looks again, in double precision, at the rows that dotError cannot
 * tell apart.
 *
 * @param matrix   float32, row-major
 * @param columns  entries per row
 * @param picked   rows to use, in this order; all when absent
 * @complexity O(count · rows · columns), about 10^10 multiplications a second on one core
 */
export function dotProducts(matrix: Float32Array, columns: number, picked?: Uint32Array): DotProducts {
  const rows = picked?.length ?? (columns > 0 ? matrix.length / columns : 0);
  const stride = Math.max(16, Math.ceil(columns / 4) * 16);
  const chunk = Math.max(2, 2 * Math.floor(CHUNK_BYTES / stride / 2));
  const at = { batch: 0, chunk: LARGEST_BATCH * stride, out: (LARGEST_BATCH + chunk) * stride };
  const kernel = sharedKernel(at.out + 16 * chunk);
  const out = new Float32Array(LARGEST_BATCH * rows);

  return (batch, count) => {
    if (count > LARGEST_BATCH || batch.length < count * columns) {
      throw new RangeError(`a batch of ${count} vectors in ${batch.length} numbers`);
    }
    const floats = new Float32Array(kernel.memory.buffer);
    // Unused lanes and spare vectors must be zero: the memory is shared with matrices of other widths.
    floats.fill(0, 0, at.out / 4);
    for (let q = 0; q < count; q++)
      floats.set(batch.subarray(q * columns, (q + 1) * columns), (q * stride) / 4);
    for (let start = 0; start < rows; start += chunk) {
      const size = Math.min(chunk, rows - start);
      for (let i = 0; i < size; i++) {
        const row = picked ? picked[start + i]! : start + i;
        floats.set(matrix.subarray(row * columns, (row + 1) * columns), (at.chunk + i * stride) / 4);
      }
      const even = size + (size % 2);
      for (let q = 0; q < count; q += 4) {
        kernel.dots(at.batch + q * stride, at.chunk, at.out, even, stride);
        for (let i = 0; i < Math.min(4, count - q); i++) {
          const from = at.out / 4 + i * even;
          out.set(floats.subarray(from, from + size), (q + i) * rows + start);
        }
      }
    }
    return out;
  };
}

let kernel: (DotKernel & { bytes: number }) | null = null;

/** One kernel per thread, made anew when it is too small: calls do not overlap, so its memory can be shared. */
function sharedKernel(bytes: number): DotKernel {
  if (!kernel || kernel.bytes < bytes) {
    const { memory, dots } = createDotKernel(bytes);
    kernel = { memory, dots, bytes };
  }
  return kernel;
}
