/** How a distance in the picture becomes a weight: 1 / (1 + a d^(2b)). */
export interface DistanceCurve {
  a: number;
  b: number;
}

const POINTS = 300;
const STEPS = 200;

/**
 * The curve that comes nearest, in least squares, to 1 up to minDist and exp(−(d − minDist) / spread) beyond, on 300
 * distances from 0 to 3 · spread. Levenberg and Marquardt's method from a = b = 1.
 *
 * @param minDist  in [0, spread]
 * @complexity O(1)
 * @see McInnes, Healy & Melville 2018, arXiv:1802.03426, definition 11
 */
export function distanceCurve(minDist: number, spread: number): DistanceCurve {
  const distances = Array.from({ length: POINTS }, (_, i) => (3 * spread * i) / (POINTS - 1));
  const wanted = distances.map((d) => (d < minDist ? 1 : Math.exp(-(d - minDist) / spread)));
  let curve = { a: 1, b: 1 };
  let fit = fitOf(curve, distances, wanted);
  let damping = 1e-3;
  for (let step = 0; step < STEPS && damping < 1e12; step++) {
    const [aa, ab, bb] = [fit.aa * (1 + damping), fit.ab, fit.bb * (1 + damping)];
    const determinant = aa * bb - ab * ab;
    const next = {
      a: curve.a + (bb * fit.towardsA - ab * fit.towardsB) / determinant,
      b: curve.b + (aa * fit.towardsB - ab * fit.towardsA) / determinant,
    };
    const nextFit = next.a > 0 && next.b > 0 ? fitOf(next, distances, wanted) : null;
    if (nextFit && nextFit.squares < fit.squares) {
      [curve, fit] = [next, nextFit];
      damping /= 10;
    } else damping *= 10;
  }
  return curve;
}

/** Sum of squared errors, the normal equations and their right side. */
function fitOf({ a, b }: DistanceCurve, distances: number[], wanted: number[]) {
  const fit = { squares: 0, aa: 0, ab: 0, bb: 0, towardsA: 0, towardsB: 0 };
  distances.forEach((d, i) => {
    const power = d ** (2 * b);
    const weight = 1 / (1 + a * power);
    const error = wanted[i]! - weight;
    const byA = -power * weight * weight;
    const byB = d > 0 ? -2 * a * Math.log(d) * power * weight * weight : 0;
    fit.squares += error * error;
    fit.aa += byA * byA;
    fit.ab += byA * byB;
    fit.bb += byB * byB;
    fit.towardsA += byA * error;
    fit.towardsB += byB * error;
  });
  return fit;
}
