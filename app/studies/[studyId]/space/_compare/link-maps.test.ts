import { describe, expect, it } from 'vitest';
import { colorings } from '../_map/colorings';
import { testPoints } from '../_map/testing';
import { byShareKept, keptTable } from './kept-table';
import { jointLegend, linkMaps, rowsOn, whereIs, withKept } from './link-maps';
import { linkFocus } from './linked-focus';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Left holds memories 0, 1, 2; right holds 3, 2, 0 in that order, and one more benchmark that sorts first. */
const linked = linkMaps(
  testPoints([{ benchmark: 'beta' }, { benchmark: 'beta' }, { benchmark: null }]),
  testPoints([
    { id: id(3), benchmark: 'alpha', title: 'Third' },
    { id: id(2), benchmark: null },
    { id: id(0), benchmark: 'beta' },
  ]),
);

describe('linkMaps', () => {
  it('numbers the memories of both maps, those of the left first', () => {
    expect(linked.count).toBe(4);
    expect([...linked.left.rowOf]).toEqual([0, 1, 2, -1]);
    expect([...linked.right.rowOf]).toEqual([2, -1, 1, 0]);
    expect([...linked.right.memoryOf]).toEqual([3, 2, 0]);
    expect(linked.numberOf.get(id(3))).toBe(3);
    expect([...rowsOn(linked.right, [0, 1, 3])]).toEqual([0, 2]);
    expect(whereIs(linked, 3)).toMatchObject({ row: 0, points: linked.right.points });
  });

  it('gives benchmarks one colour on both maps, and counts each memory once in the legend', () => {
    const [ours, theirs] = [linked.left, linked.right].map(({ points }) => colorings.benchmark.shade(points));
    expect(linked.left.points.benchmarks).toEqual(['alpha', 'beta']);
    expect(ours!.shades).toEqual(theirs!.shades);
    expect(ours!.shade[0]).toBe(theirs!.shade[2]);
    const legend = jointLegend(linked, ours!, theirs!);
    expect(legend.map(({ name, count }) => [name, count])).toEqual([
      ['alpha', 1],
      ['beta', 2],
      ['unknown', 1],
    ]);
  });

  it('does not link memories that were deleted since', () => {
    const gone = { ...testPoints([{}, {}]) };
    gone.ids.fill(0);
    expect(linkMaps(gone, gone).count).toBe(4);
  });

  it('puts the share of neighbours kept where colours and tables look for it', () => {
    const kept = Float32Array.of(0.5, Number.NaN, 0.25, Number.NaN);
    expect([...withKept(linked.right, kept).recall]).toEqual([Number.NaN, 0.25, 0.5]);
    expect([...withKept(linked.left, null).recall].every(Number.isNaN)).toBe(true);
  });
});

describe('linkFocus', () => {
  it('focuses the same memory on the other map, and says which one leads', () => {
    const { left, right } = linkFocus(linked);
    left.set({ point: 0, kept: true });
    expect(right.get()).toEqual({ point: 2, kept: true });
    expect([left.leads(), right.leads()]).toEqual([true, false]);
    right.set({ point: 1, kept: false });
    expect(left.get()).toEqual({ point: 2, kept: false });
    expect(right.leads()).toBe(true);
    // Memory 3 is not on the left map.
    right.set({ point: 0, kept: false });
    expect(left.get()).toBeNull();
    right.set(null);
    expect([left.get(), right.get()]).toEqual([null, null]);
  });
});

describe('the table of shares', () => {
  const kept = Float32Array.of(0.4, Number.NaN, 0.2, 0.4);

  it('sorts by share, equal ones by number, without memories that were not compared', () => {
    expect(byShareKept(kept, 'fewest')).toEqual([2, 0, 3]);
    expect(byShareKept(kept, 'most')).toEqual([0, 3, 2]);
  });

  it('holds a memory a row with its share and count', () => {
    const table = keptTable(linked, kept, [2, 3], { title: 'Kept', notes: [], neighbors: 5 });
    const column = (key: string) => table.columns.findIndex((c) => c.key === key);
    expect(table.rows.map(({ cells }) => cells[column('share_kept')]!.value)).toEqual([0.2, 0.4]);
    expect(table.rows.map(({ cells }) => cells[column('kept')]!.value)).toEqual([1, 2]);
    expect(table.rows[1]!.cells[0]).toEqual({ value: 'Third' });
    expect(table.rows[0]!.cells[column('benchmark')]).toEqual({ value: null, reason: 'unknown benchmark' });
  });
});
