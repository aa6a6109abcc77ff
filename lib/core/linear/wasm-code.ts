/**
 * The few WebAssembly instructions that the kernels beside this are made of, as bytes in postfix order.
 *
 * @see https://webassembly.github.io/spec/core/binary/instructions.html
 */
export const I32 = 0x7f;
export const V128 = 0x7b;

export const get = (index: number) => [0x20, index];
export const set = (index: number) => [0x21, index];
export const number = (value: number) => [0x41, ...signedLeb(value)];
export const i32 = { add: [0x6a], multiply: [0x6c], shiftLeft: [0x74], below: [0x49], store: [0x36, 2, 0] };
/** Loads and stores of 16 bytes take an address that need not be aligned, and a fixed distance from it. */
export const lanes = {
  load: (offset = 0) => [0xfd, 0x00, 0, ...leb(offset)],
  store: (offset = 0) => [0xfd, 0x0b, 0, ...leb(offset)],
  zero: [0xfd, 0x0c, ...Array<number>(16).fill(0)],
  anyTrue: [0xfd, 0x53],
};
/** Sixteen bytes as four whole or as four real numbers, or as eight short ones multiplied and added in pairs. */
export const i32x4 = { add: [0xfd, ...leb(0xae)], atLeast: [0xfd, 0x3f], dotOfShorts: [0xfd, ...leb(0xba)] };
export const f32x4 = {
  add: [0xfd, ...leb(0xe4)],
  multiply: [0xfd, ...leb(0xe6)],
  lane: (index: number) => [0xfd, ...leb(0x1f), index],
};
export const f32 = { add: [0x92], store: (offset: number) => [0x38, 2, offset] };
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
export const when = (condition: number[], body: number[]) => [...condition, 0x04, 0x40, ...body, 0x0b];
export const each = (count: number, emit: (i: number) => number[]) =>
  Array.from({ length: count }, (_, i) => emit(i)).flat();

export interface WasmFunction {
  name: string;
  /** All parameters are I32. */
  parameters: number;
  returnsNumber: boolean;
  /** How many locals of I32, then of V128, follow the parameters. */
  locals: [number, number];
  body: number[];
}

/** Compiles one function with a memory of its own, exported as `memory`. 1 ms. */
export function instantiate<E>(
  bytes: number,
  { name, parameters, returnsNumber, locals, body }: WasmFunction,
): E {
  const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
  const text = (value: string) => [value.length, ...new TextEncoder().encode(value)];
  const code = [2, locals[0], I32, locals[1], V128, ...body, 0x0b];
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
