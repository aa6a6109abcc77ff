/** Length of a quantised vector; its square, and so any product, fits into 31 bits. */
export const UNIT = 2 ** 15 - 1;

/** Directions of the rows of a matrix, as 16-bit integers. */
export interface QuantisedRows {
  /** rows × stride, row-major, padded with zeros; shared between threads that it is handed to. */
  values: Int16Array;
  /** Entries per row, a multiple of 8. */
  stride: number;
  columns: number;
  /** Lengths of the rows before scaling; 0 for a row that became zeros. */
  norms: Float64Array;
}

/** Real numbers in either precision. */
export type Numbers = Float32Array | Float64Array;

/**
 * Scales rows to one length and rounds them to 16-bit integers. Rows of zeros, or with an entry that is not finite,
 * become zeros.
 *
 * @param vectors  row-major
 * @param columns  entries per row
 * @complexity O(rows · columns); half the memory of the vectors
 */
export function quantiseRows(vectors: Numbers, columns: number): QuantisedRows {
  const rows = columns > 0 ? vectors.length / columns : 0;
  const stride = strideOf(columns);
  const values = new Int16Array(new SharedArrayBuffer(2 * rows * stride));
  const norms = new Float64Array(new SharedArrayBuffer(8 * rows));
  for (let i = 0; i < rows; i++) {
    const from = i * columns;
    let squares = 0;
    for (let j = from; j < from + columns; j++) squares += vectors[j]! * vectors[j]!;
    if (!(squares > 0 && Number.isFinite(squares))) continue;
    // Math.round is four times slower, and differs only in how −½ is rounded.
    norms[i] = Math.sqrt(squares);
    const scale = UNIT / norms[i]!;
    const to = i * stride - from;
    for (let j = from; j < from + columns; j++) values[to + j] = Math.floor(vectors[j]! * scale + 0.5);
  }
  return { values, stride, columns, norms };
}

/** Entries that a row of so many takes up. */
export const strideOf = (columns: number): number => Math.max(8, 8 * Math.ceil(columns / 8));

/**
 * How far the product of two quantised rows may be from UNIT² times the true cosine.
 *
 * Rounding moves each entry by at most ½ and so a row by r = √columns / 2. By Cauchy and Schwarz, products of two
 * rows of length at most UNIT move by at most r (2 UNIT + r). One part in 10^9 is added for what double precision loses in
 * scaling, and in a cosine worked out in it; one that is decided to 12 decimals is covered too.
 */
export function quantisedError(columns: number): number {
  const moved = Math.sqrt(columns) / 2;
  return moved * (2 * UNIT + moved) + 1e-9 * UNIT ** 2 + 1;
}

const known = new WeakMap<Float32Array, QuantisedRows>();

/** The quantised rows of a matrix, made when first asked for and kept as long as the matrix. */
export function quantisedOf(vectors: Float32Array, columns: number): QuantisedRows {
  let quantised = known.get(vectors);
  if (!quantised) {
    quantised = quantiseRows(vectors, columns);
    known.set(vectors, quantised);
  }
  return quantised;
}

/** Keeps what another thread has made of the same matrix, instead of making it again. */
export function keepQuantised(vectors: Float32Array, quantised: QuantisedRows): void {
  known.set(vectors, quantised);
}
