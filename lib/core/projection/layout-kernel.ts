import {
  advance,
  f32,
  f32x4,
  get,
  i32,
  i32x4,
  instantiate,
  lanes,
  loop,
  number,
  select,
  set,
  shuffle,
  upperProduct,
  when,
} from '@/lib/core/linear/wasm-code';
import { FIRST_PLACE, PLACE_SHIFT, PLACES, WITHIN_MASK } from './force-table';

/** Points that push for each one that pulls. */
export const NEGATIVE_SAMPLES = 5;
/** No force moves a point further than this along an axis. */
export const LARGEST_STEP = 4;
/** A point takes four numbers, of which those beyond its components are 0. */
export const POINT_BYTES = 16;
const ENTRY_BYTES = 4;

/** Where things lie in the memory of a kernel, in bytes. */
export interface KernelPlan {
  state: number;
  epoch: number;
  rate: number;
  pulls: number;
  pushes: number;
  points: number;
  offsets: number;
  others: number;
  gaps: number;
  next: number;
  nextPush: number;
  bytes: number;
}

/** A plan for so many points and edges. */
export function planKernel(rows: number, edges: number): KernelPlan {
  let end = 16;
  const take = (bytes: number) => {
    const at = end;
    end += 16 * Math.ceil(bytes / 16);
    return at;
  };
  return {
    ...{ state: 0, epoch: 4, rate: 8 },
    pulls: take(8 * PLACES),
    pushes: take(8 * PLACES),
    points: take(POINT_BYTES * rows),
    offsets: take(ENTRY_BYTES * (rows + 1)),
    others: take(ENTRY_BYTES * edges),
    gaps: take(ENTRY_BYTES * edges),
    next: take(ENTRY_BYTES * edges),
    nextPush: take(ENTRY_BYTES * edges),
    bytes: end,
  };
}

/**
 * A WebAssembly kernel for one epoch of a layout, see LayoutEpochs. A point's coordinates fill the four lanes of one
 * register, so that two and three dimensions are the same code; the place in a table of forces is read off the bits of a
 * squared distance, where JavaScript has to go by way of memory. Six times as fast as the same loop in JavaScript.
 *
 * run(head, end): moves the points by the forces of the edges of points `head` to before `end`, of which there is at
 * least one.
 */
export interface LayoutKernel {
  memory: WebAssembly.Memory;
  run: (head: number, end: number) => void;
}

/** Local variables: the parameters first, then integers, lanes and single numbers. */
const local = {
  ...{ head: 0, end: 1 },
  ...{ edge: 2, lastEdge: 3, other: 4, due: 5, state: 6, bits: 7, place: 8 },
  ...{ point: 9, between: 10, sum: 11, rate: 12, square: 13 },
  ...{ epoch: 14, gap: 15 },
} as const;
const LOCALS: [number, number, number] = [7, 5, 2];

const all = (x: number) => f32x4.constant([x, x, x, x]);

/** What a local says, times 2^shift. */
const scaled = (index: number, shift: number) => [...get(index), ...number(shift), ...i32.shiftLeft];

/** A force is looked up, and becomes a step that is nowhere larger than allowed. */
const stepBy = (table: number) => [
  ...[...scaled(local.place, 3), ...f32.load(table)],
  ...[...scaled(local.place, 3), ...f32.load(table + 4)],
  ...[...get(local.bits), ...number(WITHIN_MASK), ...i32.and, ...f32.fromInteger, ...f32.multiply],
  ...[...f32.add, ...f32x4.splat, ...get(local.between), ...f32x4.multiply],
  ...[...all(LARGEST_STEP), ...f32x4.least, ...all(-LARGEST_STEP), ...f32x4.greatest],
];

/** The way from another point to this one, the bits of its squared length, and their place in the tables. */
const look = (points: number) => [
  ...[...get(local.point), ...scaled(local.other, 4), ...lanes.load(points), ...f32x4.subtract],
  ...set(local.between),
  ...[...get(local.between), ...get(local.between), ...f32x4.multiply, ...set(local.square)],
  ...sumOfLanes([1, 0, 3, 2]),
  ...sumOfLanes([2, 3, 0, 1]),
  ...[...get(local.square), ...i32x4.lane(0), ...set(local.bits)],
  ...[...get(local.bits), ...number(PLACE_SHIFT), ...i32.shiftRight, ...number(FIRST_PLACE), ...i32.subtract],
  ...set(local.place),
];

const sumOfLanes = (order: [number, number, number, number]) => [
  ...get(local.square),
  ...[...get(local.square), ...get(local.square), ...shuffle(...order)],
  ...[...f32x4.add, ...set(local.square)],
];

/** The two ends of an edge come nearer. Beyond the table the force is that of its end. */
const pull = (plan: KernelPlan, firstMoved: number) => {
  const moveOther = [
    ...scaled(local.other, 4),
    ...[...scaled(local.other, 4), ...lanes.load(plan.points), ...get(local.sum), ...f32x4.subtract],
    ...lanes.store(plan.points),
  ];
  return [
    ...look(plan.points),
    ...when(
      [...get(local.place), ...number(0), ...i32.atLeast],
      [
        ...[...get(local.place), ...number(PLACES - 1), ...get(local.place), ...number(PLACES), ...i32.below],
        ...[...select, ...set(local.place)],
        ...[...stepBy(plan.pulls), ...get(local.rate), ...f32x4.multiply, ...set(local.sum)],
        ...[...get(local.point), ...get(local.sum), ...f32x4.add, ...set(local.point)],
        ...(firstMoved === 0
          ? moveOther
          : when([...get(local.other), ...number(firstMoved), ...i32.atLeast], moveOther)),
      ],
    ),
  ];
};

/** Xorshift of 32 bits (Marsaglia 2003); the upper half of its product with the number of points is one of them. */
const drawOther = (rows: number) => [
  ...[
    [13, i32.shiftLeft],
    [17, i32.shiftRightUnsigned],
    [5, i32.shiftLeft],
  ].flatMap(([by, shift]) => [
    ...[...get(local.state), ...get(local.state), ...number(by as number), ...(shift as number[])],
    ...[...i32.xor, ...set(local.state)],
  ]),
  ...[...get(local.state), ...upperProduct(rows), ...set(local.other)],
];

/** What is in the very same place is pushed off along all axes, as umap-learn does; what is far off does not push. */
const push = (plan: KernelPlan, rows: number, isSolid: boolean) => [
  ...drawOther(rows),
  ...when(
    [...get(local.other), ...get(local.head), ...i32.notEqual],
    [
      ...look(plan.points),
      ...when(
        [...get(local.place), ...number(PLACES), ...i32.below],
        [...stepBy(plan.pushes), ...get(local.sum), ...f32x4.add, ...set(local.sum)],
        when(
          [...number(0), ...get(local.place), ...i32.atLeast],
          [
            ...f32x4.constant([LARGEST_STEP, LARGEST_STEP, isSolid ? LARGEST_STEP : 0, 0]),
            ...[...get(local.sum), ...f32x4.add, ...set(local.sum)],
          ],
        ),
      ),
    ],
  ),
];

/** An edge that is due pulls once, and as many others push as have come due since. */
const edgeStep = (plan: KernelPlan, rows: number, firstMoved: number, isSolid: boolean) => [
  ...[...get(local.edge), ...f32.load(plan.gaps), ...set(local.gap)],
  ...[...get(local.edge), ...get(local.edge), ...f32.load(plan.next), ...get(local.gap), ...f32.add],
  ...f32.store(plan.next),
  ...[...get(local.edge), ...i32.load(plan.others), ...set(local.other)],
  ...pull(plan, firstMoved),
  ...[...get(local.epoch), ...get(local.edge), ...f32.load(plan.nextPush), ...f32.subtract],
  ...[...f32.constant(NEGATIVE_SAMPLES), ...f32.multiply, ...get(local.gap), ...f32.divide],
  ...[...f32.toInteger, ...set(local.due)],
  ...[...get(local.edge), ...get(local.edge), ...f32.load(plan.nextPush)],
  ...[...get(local.due), ...f32.fromInteger, ...get(local.gap), ...f32.multiply],
  ...[...f32.constant(1 / NEGATIVE_SAMPLES), ...f32.multiply, ...f32.add, ...f32.store(plan.nextPush)],
  ...when(get(local.due), [
    ...[...lanes.zero, ...set(local.sum)],
    ...loop(
      [
        ...push(plan, rows, isSolid),
        ...[...get(local.due), ...number(1), ...i32.subtract, ...set(local.due)],
      ],
      get(local.due),
    ),
    ...[...get(local.point), ...get(local.rate), ...get(local.sum), ...f32x4.multiply, ...f32x4.add],
    ...set(local.point),
  ]),
];

export interface KernelSettings {
  rows: number;
  /** Points before this one stay where they are. */
  firstMoved: number;
  isSolid: boolean;
}

/** Compiles the kernel for a plan, with a memory of its own. 1 ms. */
export function createLayoutKernel(
  plan: KernelPlan,
  { rows, firstMoved, isSolid }: KernelSettings,
): LayoutKernel {
  const edges = loop(
    [
      ...when(
        [...get(local.edge), ...f32.load(plan.next), ...get(local.epoch), ...f32.atMost],
        edgeStep(plan, rows, firstMoved, isSolid),
      ),
      ...advance(local.edge, number(ENTRY_BYTES)),
    ],
    [...get(local.edge), ...get(local.lastEdge), ...i32.below],
  );
  const edgeOf = (entry: number, into: number) => [
    ...[...scaled(local.head, 2), ...i32.load(plan.offsets + entry * ENTRY_BYTES)],
    ...[...number(2), ...i32.shiftLeft, ...set(into)],
  ];
  const body = [
    ...[...number(plan.state), ...i32.load(0), ...set(local.state)],
    ...[...number(plan.epoch), ...f32.load(0), ...set(local.epoch)],
    ...[...number(plan.rate), ...lanes.loadSplat(0), ...set(local.rate)],
    ...loop(
      [
        ...[...scaled(local.head, 4), ...lanes.load(plan.points), ...set(local.point)],
        ...edgeOf(0, local.edge),
        ...edgeOf(1, local.lastEdge),
        ...when([...get(local.edge), ...get(local.lastEdge), ...i32.below], edges),
        ...[...scaled(local.head, 4), ...get(local.point), ...lanes.store(plan.points)],
        ...advance(local.head, number(1)),
      ],
      [...get(local.head), ...get(local.end), ...i32.below],
    ),
    ...[...number(plan.state), ...get(local.state), ...i32.storeAt(0)],
  ];
  return instantiate(plan.bytes, { name: 'run', parameters: 2, returnsNumber: false, locals: LOCALS, body });
}
