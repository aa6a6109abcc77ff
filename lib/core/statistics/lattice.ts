/** A distribution over the equally spaced values offset, offset + step, offset + 2·step, … */
export interface Lattice {
  offset: number;
  step: number;
  probabilities: Float64Array;
}

/** The distribution of the sum of two independent variables on lattices of the same step. O(m · n). */
export function convolve(a: Lattice, b: Lattice): Lattice {
  if (a.step !== b.step) throw new RangeError(`lattices of steps ${a.step} and ${b.step} do not add up`);
  const [m, n] = [a.probabilities.length, b.probabilities.length];
  const probabilities = new Float64Array(m + n - 1);
  for (let i = 0; i < m; i++) {
    const p = a.probabilities[i]!;
    if (p === 0) continue;
    for (let j = 0; j < n; j++) probabilities[i + j]! += p * b.probabilities[j]!;
  }
  return { offset: a.offset + b.offset, step: a.step, probabilities };
}

export function latticeValues({ offset, step, probabilities }: Lattice): Float64Array {
  const values = new Float64Array(probabilities.length);
  for (let i = 0; i < values.length; i++) values[i] = offset + i * step;
  return values;
}
