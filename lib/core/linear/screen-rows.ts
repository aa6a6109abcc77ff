import { type QuantisedRows, quantisedError } from './quantised-rows';
import { createScreenKernel, FINDING_BYTES, GROUP, ROWS_PER_STEP, type ScreenKernel } from './screen-kernel';
import { Shortlist } from './shortlist';

/** Rows that are worked on together stay in the processor's own memory (a quarter of a megabyte). */
const CHUNK_BYTES = 1 << 18;
/** So do the queries that these are multiplied with, most of the time. */
const BATCH_BYTES = 1 << 21;
/** As many rows stay where the kernel reads them, for the next call that searches the same. */
const HELD_BYTES = 1 << 24;
/** Bounds what the shortlists of one batch hold. */
const BATCH_TIMES_K = 1 << 21;

/**
 * For each query the rows that may be among its k nearest by cosine: all whose cosine is within the error of
 * 16-bit integers of the k-th. Whoever needs the k nearest looks at these again, in double precision.
 *
 * @param rows     of the matrix
 * @param picked   positions of the rows to search, without repeats
 * @param queries  quantised like the rows, of as many columns
 * @param k        integer ≥ 1
 * @param visit    called for each query in turn with places in `picked`, ascending; valid during the call
 * @complexity O(queries · picked · columns), about 4 · 10^10 multiplications a second on one core; the rows are read
 *   once per two megabytes of queries
 */
export function screenRows(
  rows: QuantisedRows,
  picked: Uint32Array,
  queries: QuantisedRows,
  k: number,
  visit: (query: number, places: Int32Array) => void,
): void {
  const { stride, columns } = rows;
  const count = queries.values.length / stride;
  const error = quantisedError(columns);
  const most = Math.min(BATCH_BYTES / stride / 2, BATCH_TIMES_K / Math.min(k, picked.length));
  const batch = GROUP * Math.max(1, Math.floor(most / GROUP));
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start);
    const lists = Array.from({ length: size }, () => new Shortlist(k, error));
    const own = queries.values.subarray(start * stride, (start + size) * stride);
    screenBatch(rows, picked, own, lists, k);
    lists.forEach((list, q) => {
      visit(start + q, list.finish());
    });
  }
}

function screenBatch(
  { values, stride }: QuantisedRows,
  picked: Uint32Array,
  queries: Int16Array,
  lists: readonly Shortlist[],
  k: number,
): void {
  const groups = Math.ceil(lists.length / GROUP);
  const rowBytes = 2 * stride;
  const chunk = Math.max(ROWS_PER_STEP, evenDown(CHUNK_BYTES / rowBytes));
  const holds = picked.length * rowBytes <= HELD_BYTES;
  // Rows begin at 0, so that they stay in place whatever the number of queries.
  const at = { queries: (holds ? evenUp(picked.length) : chunk) * rowBytes, bars: 0, out: 0 };
  at.bars = at.queries + groups * GROUP * rowBytes;
  at.out = at.bars + groups * GROUP * 4;
  const { memory, screen } = sharedKernel(at.out + chunk * FINDING_BYTES);
  const shorts = new Int16Array(memory.buffer);
  const integers = new Int32Array(memory.buffer);
  interleave(queries, stride, shorts.subarray(at.queries / 2));
  const [heldValues, heldPicked] = held;
  if (holds && !(heldValues?.deref() === values && heldPicked?.deref() === picked))
    gather(values, stride, picked, shorts);
  held = holds ? [new WeakRef(values), new WeakRef(picked)] : [];
  const bars = integers.subarray(at.bars / 4, at.out / 4).fill(2 ** 31 - 1);
  lists.forEach((list, q) => {
    bars[q] = list.bar;
  });

  // Bars rise between chunks: early ones are small, so that few rows are looked at that a bar would have ruled out.
  for (let start = 0, size = 0; start < picked.length; start += size) {
    size = Math.min(chunk, picked.length - start, Math.max(evenUp(2 * k), start));
    if (!holds) gather(values, stride, picked.subarray(start, start + size), shorts);
    const first = holds ? start * rowBytes : 0;
    for (let group = 0; group < groups; group++) {
      const end = screen(
        at.queries + group * GROUP * rowBytes,
        first,
        first + evenUp(size) * rowBytes,
        rowBytes,
        at.bars + group * GROUP * 4,
        at.out,
        start,
      );
      if (end > at.out)
        take(integers.subarray(at.out / 4, end / 4), start + size, lists, bars, group * GROUP);
    }
  }
}

/** Offers the findings of one group to its lists, and lets the bars follow. */
function take(
  findings: Int32Array,
  end: number,
  lists: readonly Shortlist[],
  bars: Int32Array,
  first: number,
): void {
  const last = Math.min(first + GROUP, lists.length);
  for (let q = first; q < last; q++) {
    const list = lists[q]!;
    for (let f = 0; f < findings.length; f += FINDING_BYTES / 4) {
      // The last step may have taken a row that is not there.
      if (findings[f]! < end) list.offer(findings[f]!, findings[f + 1 + q - first]!);
    }
    list.settle();
    bars[q] = list.bar;
  }
}

/** Groups of four vectors, eight entries of each in turn, as the kernel reads them; spare vectors are zeros. */
function interleave(vectors: Int16Array, stride: number, into: Int16Array): void {
  const count = vectors.length / stride;
  into.fill(0, 0, GROUP * Math.ceil(count / GROUP) * stride);
  for (let q = 0; q < count; q++) {
    const to = (q - (q % GROUP)) * stride + 8 * (q % GROUP);
    for (let j = 0; j < stride; j++) {
      into[to + GROUP * (j - (j % 8)) + (j % 8)] = vectors[q * stride + j]!;
    }
  }
}

/** Copies the picked rows, neighbours at once. */
function gather(values: Int16Array, stride: number, picked: Uint32Array, into: Int16Array): void {
  for (let start = 0; start < picked.length; ) {
    const row = picked[start]!;
    let end = start + 1;
    while (end < picked.length && picked[end] === row + end - start) end++;
    into.set(values.subarray(row * stride, (row + end - start) * stride), start * stride);
    start = end;
  }
}

const evenDown = (count: number) => ROWS_PER_STEP * Math.floor(count / ROWS_PER_STEP);
const evenUp = (count: number) => ROWS_PER_STEP * Math.ceil(count / ROWS_PER_STEP);

let kernel: (ScreenKernel & { bytes: number }) | null = null;
/** Of what the rows in the kernel's memory are a copy since the call before; keeps no pool alive that nobody needs. */
let held: [values?: WeakRef<Int16Array>, picked?: WeakRef<Uint32Array>] = [];

/** One kernel per thread, made anew when it is too small: calls do not overlap, so its memory can be shared. */
function sharedKernel(bytes: number): ScreenKernel {
  if (!kernel || kernel.bytes < bytes) {
    kernel = { ...createScreenKernel(bytes), bytes };
    held = [];
  }
  return kernel;
}
