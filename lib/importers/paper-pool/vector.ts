import { numbersOf } from '../pickle/numpy';
import { NumpyArray, PickleTuple } from '../pickle/values';

export type VectorResult = { vector: Float32Array; problem?: undefined } | { vector: null; problem: string };

const bad = (problem: string): VectorResult => ({ vector: null, problem });

/**
 * An embedding from whatever held it: a list of numbers, a numpy array, or either inside one more pair of brackets
 * (shape 1 × n). A vector with a NaN or an infinity in it measures nothing and is no vector.
 */
export function toVector(value: unknown): VectorResult {
  if (value instanceof NumpyArray) {
    const long = value.shape.filter((size) => size !== 1);
    if (long.length > 1) return bad(`its vector is a ${value.shape.join(' × ')} matrix`);
    return finite(numbersOf(value));
  }
  if (value instanceof Float32Array) return finite(value);
  const list = Array.isArray(value)
    ? (value as unknown[])
    : value instanceof PickleTuple
      ? value.items
      : null;
  if (!list) return bad(`its vector is no list of numbers but ${value === null ? 'missing' : typeof value}`);
  if (list.length === 1 && typeof list[0] === 'object' && list[0] !== null && !isNested(list[0]))
    return toVector(list[0]);
  return finite(list);
}

/** One pair of brackets too many is forgiven, not two: that also ends the descent. */
const isNested = (value: unknown): boolean =>
  Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null);

function finite(values: ArrayLike<unknown>): VectorResult {
  if (values.length === 0) return bad('its vector is empty');
  if (values instanceof Float32Array && isFinite32(values)) return { vector: values };
  const vector = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number')
      return bad(`its vector holds something that is no number at position ${i + 1}`);
    vector[i] = value;
    // A double may be finite and still be beyond single precision.
    const tooLarge = Number.isFinite(value) ? ', too large' : '';
    if (!Number.isFinite(vector[i]!)) return bad(`its vector holds ${value}${tooLarge} at position ${i + 1}`);
  }
  return { vector };
}

/** A plain loop: `every` calls a function for each of thirty million numbers. */
function isFinite32(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  return true;
}
