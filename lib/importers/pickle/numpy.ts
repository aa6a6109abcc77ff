import { endianness } from 'node:os';
import { type NumpyArray, NumpyDtype, PickleTuple, type PickleValue } from './values';

const readers: Record<string, (view: DataView, at: number, little: boolean) => number> = {
  f2: (view, at, little) => halfFloat(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
};

/** @returns null for kinds that are not numbers (object, text, void) */
export function makeDtype(args: readonly PickleValue[]): NumpyDtype | null {
  const code = typeof args[0] === 'string' ? args[0].replace(/^[<>|=]/, '') : '';
  if (!Object.hasOwn(readers, code)) return null;
  const dtype = new NumpyDtype(code);
  dtype.littleEndian = !(typeof args[0] === 'string' && args[0].startsWith('>'));
  return dtype;
}

/** State `(3, byte order, …)`. */
export function setDtypeState(dtype: NumpyDtype, state: PickleValue): boolean {
  if (!(state instanceof PickleTuple) || typeof state.items[1] !== 'string') return false;
  dtype.littleEndian = state.items[1] !== '>';
  return true;
}

/** State `(version, shape, dtype, is Fortran-ordered, bytes)`; says in words what does not fit, before anything is made. */
export function setArrayState(array: NumpyArray, state: PickleValue): string | null {
  if (!(state instanceof PickleTuple) || state.items.length < 5) return 'the state of an array is malformed';
  const [, shape, dtype, fortran, bytes] = state.items;
  return fillArray(array, { shape, dtype, fortran: fortran === true, bytes });
}

export interface ArrayParts {
  shape: PickleValue | undefined;
  dtype: PickleValue | undefined;
  fortran: boolean;
  bytes: PickleValue | undefined;
}

export function fillArray(array: NumpyArray, { shape, dtype, fortran, bytes }: ArrayParts): string | null {
  if (!(dtype instanceof NumpyDtype)) return 'the dtype of an array is not one of numbers';
  const dimensions = shapeOf(shape);
  if (!dimensions) return 'the shape of an array is malformed';
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  if (!Buffer.isBuffer(data)) return 'the data of an array are not bytes';
  const length = dimensions.reduce((product, n) => product * n, 1);
  if (length * dtype.itemSize !== data.length) {
    return `an array of shape (${dimensions.join(', ')}) needs ${length * dtype.itemSize} bytes and has ${data.length}`;
  }
  Object.assign(array, { shape: dimensions, dtype, fortran, data });
  return null;
}

/** The numbers of an array, row-major, whatever order they were written in: a copy of its own each time. */
export function numbersOf({ data, dtype, shape, fortran, length }: NumpyArray): Float32Array | Float64Array {
  if (!dtype) return new Float32Array(0);
  const flat = decode(data, dtype, length);
  return fortran && shape.length > 1 ? rowMajor(flat, shape) : flat;
}

/** `(dtype, bytes)`: one number, or a truth value; null when they do not fit. */
export function makeScalar(args: readonly PickleValue[]): number | boolean | null {
  const [dtype, bytes] = args;
  const data = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  if (!(dtype instanceof NumpyDtype) || !Buffer.isBuffer(data) || data.length !== dtype.itemSize) return null;
  const value = decode(data, dtype, 1)[0]!;
  return dtype.code === 'b1' ? value !== 0 : value;
}

function shapeOf(shape: PickleValue | undefined): number[] | null {
  if (!(shape instanceof PickleTuple) || shape.items.length > 32) return null;
  const sizes = shape.items.filter((n) => typeof n === 'number' && Number.isInteger(n) && n >= 0) as number[];
  return sizes.length === shape.items.length ? sizes : null;
}

const hostIsLittle = endianness() === 'LE';

/** Single precision holds every small kind exactly; the others keep double. */
function decode(data: Buffer, dtype: NumpyDtype, length: number): Float32Array | Float64Array {
  if (hostIsLittle && dtype.littleEndian && (dtype.code === 'f4' || dtype.code === 'f8')) {
    const own = new Uint8Array(data).buffer;
    return dtype.code === 'f4' ? new Float32Array(own) : new Float64Array(own);
  }
  const values = /^(?:f[24]|[iu][12]|b1)$/.test(dtype.code)
    ? new Float32Array(length)
    : new Float64Array(length);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const read = readers[dtype.code]!;
  for (let i = 0; i < length; i++) values[i] = read(view, i * dtype.itemSize, dtype.littleEndian);
  return values;
}

/** Column-major to row-major for any number of dimensions. */
function rowMajor(flat: Float32Array | Float64Array, shape: readonly number[]): Float32Array | Float64Array {
  const out = flat instanceof Float32Array ? new Float32Array(flat.length) : new Float64Array(flat.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < flat.length; i++) {
    let to = 0;
    for (let d = 0; d < shape.length; d++) to = to * shape[d]! + index[d]!;
    out[to] = flat[i]!;
    for (let d = 0; d < shape.length && ++index[d]! === shape[d]; d++) index[d] = 0;
  }
  return out;
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
