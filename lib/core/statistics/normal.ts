const SQRT_TWO_PI = 2.5066282746310002;

/**
 * Standard normal distribution function Φ(x), by the Taylor series around 0, or a continued fraction in the tails.
 *
 * @param x any finite number or ±Infinity
 * @returns a probability in [0, 1], absolute error below 1e-14
 * @see Marsaglia 2004, "Evaluating the normal distribution", J. Stat. Softw. 11(4)
 */
export function normalCdf(x: number): number {
  if (x < -6) return upperTail(-x);
  if (x > 6) return 1 - upperTail(x);
  let sum = x;
  let term = x;
  for (let i = 3; Math.abs(term) > 1e-18 * Math.abs(sum); i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / SQRT_TWO_PI;
}

function upperTail(x: number): number {
  if (x > 40) return 0;
  let fraction = x;
  for (let i = 60; i >= 1; i--) fraction = x + i / fraction;
  return Math.exp((-x * x) / 2) / SQRT_TWO_PI / fraction;
}

/** Rational approximations of AS 241, each a numerator and a denominator, lowest power first. */
const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
const NEAR_TAIL = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const FAR_TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);
const ratio = ([above, below]: readonly [readonly number[], readonly number[]], x: number) =>
  polynomial(above, x) / polynomial(below, x);

/**
 * Standard normal quantile Φ⁻¹(p).
 *
 * @param p a probability in [0, 1]
 * @returns the quantile, −Infinity at 0 and Infinity at 1; relative error about 1e-16
 * @throws RangeError outside [0, 1]
 * @see Wichura 1988, AS 241 (PPND16), Appl. Stat. 37
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in [0, 1], got ${p}`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(Math.min(p, 1 - p)));
  if (r === Infinity) return Math.sign(q) * Infinity;
  return Math.sign(q) * (r <= 5 ? ratio(NEAR_TAIL, r - 1.6) : ratio(FAR_TAIL, r - 5));
}
