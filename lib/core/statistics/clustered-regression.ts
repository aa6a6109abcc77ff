import { type Estimate, type EstimateOf, notEstimable } from '@/lib/core/vocabulary';
import { requireFinite, requireLevel, requireSameLength } from './arguments';
import { dot, leastSquaresBasis } from './least-squares-basis';
import { studentTPValue, studentTQuantile } from './student-t';

export interface RegressionColumn {
  name: string;
  values: ArrayLike<number>;
}

export interface Coefficient {
  /** The name of the column; `intercept` for the constant. */
  name: string;
  /** In units of the outcome per unit of the column. */
  estimate: number;
  standardError: number;
  low: number;
  high: number;
  /** Two-sided, for a coefficient of 0; none where the fit is perfect. */
  pValue: Estimate;
}

export interface ClusteredRegression {
  /** The intercept first, then the columns in their order. */
  coefficients: Coefficient[];
  observations: number;
  clusters: number;
  /** Clusters − 1. */
  degreesOfFreedom: number;
  /** Share of the outcome's variance that the columns explain; none where the outcome does not vary. */
  rSquared: Estimate;
}

/**
 * Least squares of an outcome on a few columns and an intercept, with errors that allow for observations of one cluster
 * (a task, a source trajectory) being alike.
 *
 *   β = (XᵀX)⁻¹ Xᵀy,   V = G/(G − 1) · (N − 1)/(N − K) · (XᵀX)⁻¹ (Σ_g X_gᵀ e_g e_gᵀ X_g) (XᵀX)⁻¹   (CR1)
 *
 * Intervals and p-values use Student's t with G − 1 degrees of freedom. With few clusters (below some twenty, or of
 * very unequal sizes) even these are too narrow.
 *
 * @param outcome   finite, length N
 * @param columns   finite, each of length N
 * @param clusters  the cluster of each observation, length N
 * @param level     confidence in (0, 1), two-sided
 * @returns K coefficients, K = columns + 1; not estimable with fewer than 3 clusters, with N ≤ K, or where a column is
 *   constant or follows from the others
 * @throws AppError `invalid-input` when a value is not finite
 * @throws RangeError when lengths differ or the level is not one
 * @complexity O(N · K²)
 * @see Liang & Zeger 1986, Biometrika 73; Cameron & Miller 2015, J. Hum. Resour. 50, §II and §VI
 */
export function clusteredRegression(
  outcome: ArrayLike<number>,
  columns: readonly RegressionColumn[],
  clusters: readonly (string | number)[],
  level: number,
): EstimateOf<ClusteredRegression> {
  requireFinite(outcome, 'the outcome');
  requireSameLength(outcome, clusters, 'outcome and clusters');
  requireLevel(level);
  for (const { name, values } of columns) {
    requireFinite(values, name);
    requireSameLength(outcome, values, `outcome and ${name}`);
  }
  const [n, k] = [outcome.length, columns.length + 1];
  const groups = new Map<string | number, number>();
  for (const cluster of clusters) if (!groups.has(cluster)) groups.set(cluster, groups.size);
  if (groups.size < 3)
    return notEstimable(`errors clustered over so few clusters tell nothing: needs 3, got ${groups.size}`);
  if (n <= k) return notEstimable(`${k} coefficients need more than ${k} observations, got ${n}`);

  const basis = leastSquaresBasis(
    columns.map(({ values }) => values),
    n,
  );
  if (basis.problem) {
    const { name } = columns[basis.column]!;
    return notEstimable(
      basis.problem === 'constant'
        ? `${name} has one value throughout, as the intercept has`
        : `${name} follows from the columns before it, so the design is singular`,
    );
  }
  const y = Float64Array.from(outcome);
  const projections = basis.axes.map((axis) => dot(axis, y));
  const residuals = y.map(
    (value, i) => value - basis.axes.reduce((fit, axis, j) => fit + axis[i]! * projections[j]!, 0),
  );
  const unexplained = dot(residuals, residuals);
  const noise = (1e-12 * Math.sqrt(dot(y, y))) ** 2;

  // On orthonormal axes XᵀX is the identity: what is left of V is the sum over clusters.
  const scores = Array.from(groups, () => new Float64Array(k));
  clusters.forEach((cluster, i) => {
    const score = scores[groups.get(cluster)!]!;
    for (let j = 0; j < k; j++) score[j]! += basis.axes[j]![i]! * residuals[i]!;
  });
  const correction = (groups.size / (groups.size - 1)) * ((n - 1) / (n - k));
  const degreesOfFreedom = groups.size - 1;
  const t = studentTQuantile((1 + level) / 2, degreesOfFreedom);
  const coefficients = basis.combinations.map((combination, c): Coefficient => {
    const estimate = dot(combination, projections);
    const squares = scores.reduce((sum, score) => sum + dot(combination, score) ** 2, 0);
    const standardError = unexplained <= noise ? 0 : Math.sqrt(correction * squares);
    return {
      name: c === 0 ? 'intercept' : columns[c - 1]!.name,
      estimate,
      standardError,
      low: estimate - t * standardError,
      high: estimate + t * standardError,
      pValue:
        standardError > 0
          ? { value: studentTPValue(estimate / standardError, degreesOfFreedom) }
          : notEstimable('nothing is left over in any cluster, so no error can be estimated'),
    };
  });
  const explained = projections.slice(1).reduce((sum, projection) => sum + projection ** 2, 0);
  const rSquared: Estimate =
    explained + unexplained > noise
      ? { value: explained / (explained + unexplained) }
      : notEstimable('the outcome has one value throughout');
  return { value: { coefficients, observations: n, clusters: groups.size, degreesOfFreedom, rSquared } };
}
