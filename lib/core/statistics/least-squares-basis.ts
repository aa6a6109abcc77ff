/** A column that the ones before it explain but for this share of its variance carries nothing of its own. */
const SINGULAR = 1e-10;

/** Columns turned into axes at right angles, where least squares are projections. */
export interface LeastSquaresBasis {
  problem: null;
  /** Of length 1 each and orthogonal: the constant first. */
  axes: Float64Array[];
  /** Intercept and slopes in the columns' units, each as a linear combination of the projections on the axes. */
  combinations: Float64Array[];
}

/** A column, by its number, that has no coefficient of its own. */
export interface SingularDesign {
  problem: 'constant' | 'dependent';
  column: number;
}

/**
 * An orthonormal basis of the span of a constant and a few columns. Columns are centred and brought to length 1 first,
 * so that their units do not decide what counts as singular.
 *
 * @param columns  finite, each of length n
 * @returns the basis, or the first column that is constant or that the ones before it explain
 * @complexity O(n · columns²)
 * @see Giraud, Langou & Rozložník 2005, on cleaning twice in Gram–Schmidt
 */
export function leastSquaresBasis(
  columns: readonly ArrayLike<number>[],
  n: number,
): LeastSquaresBasis | SingularDesign {
  const scaled = columns.map(standardise);
  const constant = scaled.findIndex(({ scale }) => scale === 0);
  if (constant >= 0) return { problem: 'constant', column: constant };
  const basis = orthonormalise(
    scaled.map(({ values }) => values),
    n,
  );
  if (typeof basis === 'number') return { problem: 'dependent', column: basis };
  return { problem: null, axes: basis.q, combinations: toOriginal(basis.toScaled, scaled, n) };
}

interface Standardised {
  values: Float64Array;
  mean: number;
  /** Euclidean length of the deviations from the mean; 0 for a constant column. */
  scale: number;
}

function standardise(column: ArrayLike<number>): Standardised {
  const list = Float64Array.from(column);
  const mean = list.reduce((sum, value) => sum + value / list.length, 0);
  const deviations = list.map((value) => value - mean);
  const constant = list.every((value) => value === list[0]);
  const scale = constant ? 0 : Math.sqrt(dot(deviations, deviations));
  return { values: scale === 0 ? deviations : deviations.map((d) => d / scale), mean, scale };
}

/**
 * Gram–Schmidt, each column cleaned twice, behind a first axis for the constant. Gives the axes and, per column, what
 * coefficients of the axes make of the column's; or the number of a column that the ones before it explain.
 */
function orthonormalise(
  columns: Float64Array[],
  n: number,
): { q: Float64Array[]; toScaled: Float64Array[] } | number {
  const q = [new Float64Array(n).fill(1 / Math.sqrt(n))];
  const triangle: Float64Array[] = [];
  for (const [c, column] of columns.entries()) {
    const rest = Float64Array.from(column);
    const row = new Float64Array(columns.length + 1);
    for (let pass = 0; pass < 2; pass++) {
      q.forEach((axis, j) => {
        const along = dot(axis, rest);
        row[j]! += along;
        for (let i = 0; i < n; i++) rest[i]! -= along * axis[i]!;
      });
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length ** 2 < SINGULAR) return c;
    row[c + 1] = length;
    triangle.push(row);
    q.push(rest.map((value) => value / length));
  }
  return { q, toScaled: invertTriangle(triangle) };
}

/** Rows of R⁻¹ for the columns' part of the triangle: coefficient c = Σ_j row_c[j] · projection_j. */
function invertTriangle(triangle: Float64Array[]): Float64Array[] {
  const k = triangle.length;
  const rows = Array.from({ length: k }, () => new Float64Array(k + 1));
  for (let axis = 0; axis < k; axis++) {
    // Solves R b = e_axis from the last coefficient to the first.
    for (let c = axis; c >= 0; c--) {
      let rest = c === axis ? 1 : 0;
      for (let later = c + 1; later <= axis; later++)
        rest -= triangle[later]![c + 1]! * rows[later]![axis + 1]!;
      rows[c]![axis + 1] = rest / triangle[c]![c + 1]!;
    }
  }
  return rows;
}

/** Intercept and slopes in the columns' own units, as combinations of the projections. */
function toOriginal(toScaled: Float64Array[], scaled: Standardised[], n: number): Float64Array[] {
  const slopes = toScaled.map((row, c) => row.map((value) => value / scaled[c]!.scale));
  const intercept = new Float64Array(scaled.length + 1);
  intercept[0] = 1 / Math.sqrt(n);
  slopes.forEach((slope, c) => {
    slope.forEach((value, j) => {
      intercept[j]! -= value * scaled[c]!.mean;
    });
  });
  return [intercept, ...slopes];
}

/** Σ a_i b_i. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
