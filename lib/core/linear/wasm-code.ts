/**
 * The few WebAssembly instructions that the kernels beside this are made of, as bytes in postfix order.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

export const get = (index: number) => [0x20, index];
export const set = (index: number) => [0x21, index];
export const number = (value: number) => [0x41, ...signedLeb(value)];
export const i32 = {
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  and: [0x71],
  xor: [0x73],
  shiftLeft: [0x74],
  shiftRight: [0x75],
  shiftRightUnsigned: [0x76],
  below: [0x49],
  atLeast: [0x4e],
  notEqual: [0x47],
  store: [0x36, 2, 0],
  load: (offset: number) => [0x28, 2, ...leb(offset)],
  storeAt: (offset: number) => [0x36, 2, ...leb(offset)],
};
/** The upper half of the product of two unsigned integers, that are on the stack. */
export const upperProduct = (factor: number) => [
  ...[0xad, ...number(factor), 0xad, 0x7e],
  ...[0x42, 32, 0x88, 0xa7],
];
/** The first of two values where the third is not 0, else the second. */
export const select = [0x1b];
/** Loads and stores of 16 bytes take an address that need not be aligned, and a fixed distance from it. */
export const lanes = {
  load: (offset = 0) => [0xfd, 0x00, 0, ...leb(offset)],
  store: (offset = 0) => [0xfd, 0x0b, 0, ...leb(offset)],
  zero: [0xfd, 0x0c, ...Array<number>(16).fill(0)],
  anyTrue: [0xfd, 0x53],
  loadSplat: (offset: number) => [0xfd, 0x09, 2, ...leb(offset)],
};
/** Sixteen bytes as four whole or as four real numbers, or as eight short ones multiplied and added in pairs. */
export const i32x4 = {
  lane: (index: number) => [0xfd, 0x1b, index],
  add: [0xfd, ...leb(0xae)],
  atLeast: [0xfd, 0x3f],
  dotOfShorts: [0xfd, ...leb(0xba)],
};
export const f32x4 = {
  add: [0xfd, ...leb(0xe4)],
  multiply: [0xfd, ...leb(0xe6)],
  subtract: [0xfd, ...leb(0xe5)],
  /** The smaller, and the larger, of each two; not to be asked about NaN. */
  least: [0xfd, ...leb(0xea)],
  greatest: [0xfd, ...leb(0xeb)],
  splat: [0xfd, 0x13],
  lane: (index: number) => [0xfd, ...leb(0x1f), index],
  constant: (values: readonly [number, number, number, number]) => [
    0xfd,
    0x0c,
    ...new Uint8Array(Float32Array.from(values).buffer),
  ],
};
export const f32 = {
  add: [0x92],
  subtract: [0x93],
  multiply: [0x94],
  divide: [0x95],
  atMost: [0x5f],
  fromInteger: [0xb2],
  /** Towards 0. */
  toInteger: [0xfc, 0x00],
  constant: (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)],
  load: (offset: number) => [0x2a, 2, ...leb(offset)],
  store: (offset: number) => [0x38, 2, ...leb(offset)],
};
/** Four 32-bit lanes out of the eight of two operands. */
export const shuffle = (...picked: [number, number, number, number]) => [
  0xfd,
  0x0d,
  ...picked.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
];

export const advance = (index: number, by: number[]) => [...get(index), ...by, ...i32.add, ...set(index)];
/** Repeats while `condition` leaves true. */
export const loop = (body: number[], condition: number[]) => [
  0x03,
  0x40,
  ...body,
  ...condition,
  0x0d,
  0,
  0x0b,
];
export const when = (condition: number[], body: number[], otherwise: number[] = []) => [
  ...[...condition, 0x04, 0x40, ...body],
  ...(otherwise.length > 0 ? [0x05, ...otherwise] : []),
  0x0b,
];
export const each = (count: number, emit: (i: number) => number[]) =>
  Array.from({ length: count }, (_, i) => emit(i)).flat();

export interface WasmFunction {
  name: string;
  /** All parameters are I32. */
  parameters: number;
  returnsNumber: boolean;
  /** How many locals of I32, then of V128, then of F32, follow the parameters. */
  locals: [number, number, number?];
  body: number[];
}

/** Compiles one function with a memory of its own, exported as `memory`. 1 ms. */
export function instantiate<E>(
  bytes: number,
  { name, parameters, returnsNumber, locals, body }: WasmFunction,
): E {
  const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
  const text = (value: string) => [value.length, ...new TextEncoder().encode(value)];
  const code = [3, locals[0], I32, locals[1], V128, locals[2] ?? 0, F32, ...body, 0x0b];
  const module = new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [
        1,
        0x60,
        parameters,
        ...Array<number>(parameters).fill(I32),
        ...(returnsNumber ? [1, I32] : [0]),
      ]),
      ...section(3, [1, 0]),
      ...section(5, [1, 0x00, ...leb(Math.ceil(bytes / 65_536))]),
      ...section(7, [2, ...text('memory'), 2, 0, ...text(name), 0, 0]),
      ...section(10, [1, ...leb(code.length), ...code]),
    ]),
  );
  return new WebAssembly.Instance(module).exports as unknown as E;
}

/** Unsigned integers as WebAssembly writes them. */
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** Small non-negative integers where a signed one is expected. */
function signedLeb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb(value >>> 7)];
}
