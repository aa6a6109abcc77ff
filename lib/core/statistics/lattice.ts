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

/** Ends that are as good as impossible: fewer than one in 10^16 draws would fall there. */
const NEGLIGIBLE = 1e-18;

/** The same distribution without ends of negligible probability: of a sum of many draws, a narrow middle is left. O(n). */
export function trimmed({ offset, step, probabilities }: Lattice): Lattice {
  let [start, end] = [0, probabilities.length];
  while (start < end - 1 && probabilities[start]! < NEGLIGIBLE) start++;
  while (end > start + 1 && probabilities[end - 1]! < NEGLIGIBLE) end--;
  return { offset: offset + start * step, step, probabilities: probabilities.subarray(start, end) };
}

export function latticeValues({ offset, step, probabilities }: Lattice): Float64Array {
  const values = new Float64Array(probabilities.length);
  for (let i = 0; i < values.length; i++) values[i] = offset + i * step;
  return values;
}
