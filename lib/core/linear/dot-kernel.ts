import { advance, each, f32, f32x4, get, i32, instantiate, lanes, loop, number, set } from './wasm-code';

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

function body(): number[] {
  const sum = (query: number, row: number) => local.sum + 2 * query + row;
  const total = (index: number) => [
    ...each(4, (i) => [...get(index), ...f32x4.lane(i)]),
    ...each(3, () => f32.add),
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
              ...lanes.load(),
              ...set(local.row + row),
            ]),
            ...each(QUERIES, (q) =>
              [0, 1].flatMap((row) => [
                ...get(local.query + q),
                ...get(local.at),
                ...i32.add,
                ...lanes.load(),
                ...get(local.row + row),
                ...f32x4.multiply,
                ...get(sum(q, row)),
                ...f32x4.add,
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
            ...f32.store(4 * row),
          ]),
        ),
        ...advance(local.out, number(8)),
        ...advance(local.b, [...get(local.stride), ...number(1), ...i32.shiftLeft]),
      ],
      [...get(local.b), ...get(local.end), ...i32.below],
    ),
  ];
}

/** Compiles the kernel with a memory of its own. 1 ms. */
export const createDotKernel = (bytes: number): DotKernel =>
  instantiate(bytes, { name: 'dots', parameters: 5, returnsNumber: false, locals: [7, 10], body: body() });
