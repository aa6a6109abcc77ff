import {
  advance,
  each,
  get,
  i32,
  i32x4,
  instantiate,
  lanes,
  loop,
  number,
  set,
  shuffle,
  when,
} from './wasm-code';

/** Vectors whose products are made together, so that each number that is read is used four times. */
export const GROUP = 4;
/** Rows per step of the kernel. */
export const ROWS_PER_STEP = 2;
/** A finding: a position and the four products. */
export const FINDING_BYTES = 20;

/**
 * A WebAssembly kernel that multiplies 4 vectors of 16-bit integers with many and writes down only what matters.
 * One instruction multiplies eight pairs of integers, twice as many as of float32, and reads half the memory; telling
 * what matters in here spares JavaScript from looking at every product.
 *
 * screen(vectors, rows, end, stride, bars, out, first): `vectors` is the address of 4 vectors, interleaved by eights;
 * from `rows` to `end` lie an even number of rows of `stride` bytes (a multiple of 16), the first of which is called
 * `first`; `bars` holds four 32-bit integers. For each row of which a product reaches its bar a finding is written at
 * `out`: the row's number and all four products.
 *
 * @returns the address after the last finding
 */
export interface ScreenKernel {
  memory: WebAssembly.Memory;
  screen: (
    vectors: number,
    rows: number,
    end: number,
    stride: number,
    bars: number,
    out: number,
    first: number,
  ) => number;
}

/** Local variables: the parameters first, then addresses, then lanes. */
const local = {
  vectors: 0,
  rows: 1,
  end: 2,
  stride: 3,
  bars: 4,
  out: 5,
  first: 6,
  at: 7,
  rowEnd: 8,
  row: 9,
  bar: 11,
  rowLanes: 12,
  lanes: 14,
  sum: 15,
} as const;

const sum = (vector: number, row: number) => local.sum + ROWS_PER_STEP * vector + row;

/** Products of eight entries of four vectors and two rows are added to eight sums. */
const step = () => [
  ...each(ROWS_PER_STEP, (row) => [...get(local.row + row), ...lanes.load(), ...set(local.rowLanes + row)]),
  ...each(GROUP, (vector) => [
    ...get(local.at),
    ...lanes.load(16 * vector),
    ...set(local.lanes),
    ...each(ROWS_PER_STEP, (row) => [
      ...get(local.lanes),
      ...get(local.rowLanes + row),
      ...i32x4.dotOfShorts,
      ...get(sum(vector, row)),
      ...i32x4.add,
      ...set(sum(vector, row)),
    ]),
  ]),
  ...each(ROWS_PER_STEP, (row) => advance(local.row + row, number(16))),
  ...advance(local.at, number(16 * GROUP)),
];

/** The lanes of four sums added up: four products in the lanes of one. */
const totals = (row: number) => {
  const both = (a: number, b: number, first: number[], second: number[]) => [
    ...[...get(a), ...get(b), ...first],
    ...[...get(a), ...get(b), ...second],
    ...i32x4.add,
  ];
  const halves = (a: number, b: number) => both(a, b, shuffle(0, 4, 1, 5), shuffle(2, 6, 3, 7));
  return [
    ...[...halves(sum(0, row), sum(1, row)), ...set(local.rowLanes)],
    ...[...halves(sum(2, row), sum(3, row)), ...set(local.lanes)],
    ...both(local.rowLanes, local.lanes, shuffle(0, 1, 4, 5), shuffle(2, 3, 6, 7)),
    ...set(local.lanes),
  ];
};

const writeFinding = (row: number) => [
  ...[...get(local.out), ...get(local.first), ...number(row), ...i32.add, ...i32.store],
  ...[...get(local.out), ...get(local.lanes), ...lanes.store(4)],
  ...advance(local.out, number(FINDING_BYTES)),
];

const body = () => [
  ...[...get(local.bars), ...lanes.load(), ...set(local.bar)],
  ...loop(
    [
      ...each(GROUP * ROWS_PER_STEP, (i) => [...lanes.zero, ...set(local.sum + i)]),
      ...[...get(local.rows), ...set(local.row)],
      ...[...get(local.rows), ...get(local.stride), ...i32.add, ...set(local.row + 1)],
      ...[...get(local.row + 1), ...set(local.rowEnd)],
      ...[...get(local.vectors), ...set(local.at)],
      ...loop(step(), [...get(local.row), ...get(local.rowEnd), ...i32.below]),
      ...each(ROWS_PER_STEP, (row) => [
        ...totals(row),
        ...when(
          [...get(local.lanes), ...get(local.bar), ...i32x4.atLeast, ...lanes.anyTrue],
          writeFinding(row),
        ),
      ]),
      ...advance(local.first, number(ROWS_PER_STEP)),
      ...each(ROWS_PER_STEP, () => advance(local.rows, get(local.stride))),
    ],
    [...get(local.rows), ...get(local.end), ...i32.below],
  ),
  ...get(local.out),
];

/** Compiles the kernel with a memory of its own. 1 ms. */
export const createScreenKernel = (bytes: number): ScreenKernel =>
  instantiate(bytes, { name: 'screen', parameters: 7, returnsNumber: true, locals: [4, 12], body: body() });
