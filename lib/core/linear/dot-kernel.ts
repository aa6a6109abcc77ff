/**
 * A WebAssembly kernel for dot products, written out instruction by instruction because the whole of it is one
 * loop: JavaScript has no access to the processor's four-lane arithmetic, which is worth a factor of ten here.
 *
 * dots(a, b, out, rows, stride): `a` is the address of 4 vectors, `b` of `rows` vectors (an even number), each of
 * `stride` bytes (a multiple of 16) of float32. Writes 4 × rows dot products at `out`, row-major.
 */
export interface DotKernel {
  memory: WebAssembly.Memory;
  dots: (a: number, b: number, out: number, rows: number, stride: number) => void;
}

const QUERIES = 4;
const I32 = 0x7f;
const F32X4 = 0x7b;

/** Local variables: the parameters first, then addresses, then lanes. */
const local = {
  a: 0,
  b: 1,
  out: 2,
  rows: 3,
  stride: 4,
  end: 5,
  at: 6,
  second: 7,
  query: 8,
  row: 12,
  sum: 14,
} as const;

const get = (index: number) => [0x20, index];
const set = (index: number) => [0x21, index];
const i32 = { add: [0x6a], multiply: [0x6c], shiftLeft: [0x74], below: [0x49] };
const number = (value: number) => [0x41, ...signedLeb(value)];
const lanes = { load: [0xfd, 0x00, 4, 0], zero: [0xfd, 0x0c, ...Array<number>(16).fill(0)] };
const add = [0xfd, ...leb(0xe4)];
const multiply = [0xfd, ...leb(0xe6)];
const lane = (index: number) => [0xfd, ...leb(0x1f), index];
const addScalars = [0x92];
const storeScalar = (offset: number) => [0x38, 2, offset];
const advance = (index: number, by: number[]) => [...get(index), ...by, ...i32.add, ...set(index)];
/** Repeats while `condition` leaves true. */
const loop = (body: number[], condition: number[]) => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
const each = (count: number, emit: (i: number) => number[]) =>
  Array.from({ length: count }, (_, i) => emit(i)).flat();

function body(): number[] {
  const sum = (query: number, row: number) => local.sum + 2 * query + row;
  const total = (index: number) => [
    ...each(4, (i) => [...get(index), ...lane(i)]),
    ...each(3, () => addScalars),
  ];
  return [
    ...get(local.b),
    ...get(local.rows),
    ...get(local.stride),
    ...i32.multiply,
    ...i32.add,
    ...set(local.end),
    ...each(QUERIES, (q) => [
      ...get(local.a),
      ...number(q),
      ...get(local.stride),
      ...i32.multiply,
      ...i32.add,
      ...set(local.query + q),
    ]),
    ...loop(
      [
        ...each(2 * QUERIES, (i) => [...lanes.zero, ...set(local.sum + i)]),
        ...get(local.b),
        ...get(local.stride),
        ...i32.add,
        ...set(local.second),
        ...number(0),
        ...set(local.at),
        ...loop(
          [
            ...each(2, (row) => [
              ...get(row === 0 ? local.b : local.second),
              ...get(local.at),
              ...i32.add,
              ...lanes.load,
              ...set(local.row + row),
            ]),
            ...each(QUERIES, (q) =>
              [0, 1].flatMap((row) => [
                ...get(local.query + q),
                ...get(local.at),
                ...i32.add,
                ...lanes.load,
                ...get(local.row + row),
                ...multiply,
                ...get(sum(q, row)),
                ...add,
                ...set(sum(q, row)),
              ]),
            ),
            ...advance(local.at, number(16)),
          ],
          [...get(local.at), ...get(local.stride), ...i32.below],
        ),
        ...each(QUERIES, (q) =>
          [0, 1].flatMap((row) => [
            ...get(local.out),
            ...number(4 * q),
            ...get(local.rows),
            ...i32.multiply,
            ...i32.add,
            ...total(sum(q, row)),
            ...storeScalar(4 * row),
          ]),
        ),
        ...advance(local.out, number(8)),
        ...advance(local.b, [...get(local.stride), ...number(1), ...i32.shiftLeft]),
      ],
      [...get(local.b), ...get(local.end), ...i32.below],
    ),
    0x0b,
  ];
}

/** Compiles the kernel with a memory of its own. 1 ms. */
export function createDotKernel(bytes: number): DotKernel {
  const pages = Math.ceil(bytes / 65_536);
  const section = (id: number, content: number[]) => [id, ...leb(content.length), ...content];
  const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];
  const locals = [2, 7, I32, 10, F32X4];
  const code = [...locals, ...body()];
  const module = new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
      ...section(3, [1, 0]),
      ...section(5, [1, 0x00, ...leb(pages)]),
      ...section(7, [2, ...name('memory'), 2, 0, ...name('dots'), 0, 0]),
      ...section(10, [1, ...leb(code.length), ...code]),
    ]),
  );
  return new WebAssembly.Instance(module).exports as unknown as DotKernel;
}

/** Unsigned integers as WebAssembly writes them. */
function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

/** Small non-negative integers where a signed one is expected. */
function signedLeb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb(value >>> 7)];
}
