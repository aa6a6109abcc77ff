import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantiseRows } from '@/lib/core/linear/quantised-rows';
import { type Random, seededRandom } from '@/lib/core/random';
import { nearestRows } from './nearest-rows';

/** What is promised, written down plainly: all cosines in double precision, all sorted, ties of 12 decimals by place. */
function bySortingAll(
  vectors: Float32Array,
  columns: number,
  rows: Uint32Array,
  query: Float32Array,
  k: number,
) {
  const cosines = Array.from(rows, (row) => {
    let [dot, a, b] = [0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const [x, y] = [query[j]!, vectors[row * columns + j]!];
      dot += x * y;
      a += x * x;
      b += y * y;
    }
    const norms = Math.sqrt(a) * Math.sqrt(b);
    return norms > 0 && Number.isFinite(norms) ? dot / norms : 0;
  });
  const keys = cosines.map((cosine) => Math.round(cosine * 1e12));
  const order = [...cosines.keys()].sort((a, b) => keys[b]! - keys[a]! || a - b).slice(0, k);
  return { rows: order.map((place) => rows[place]!), cosines: order.map((place) => cosines[place]!) };
}

type Draw = (random: Random, row: number, columns: number, earlier: Float32Array) => (j: number) => number;
const spread = (random: Random) => random() + random() + random() - 1.5;
/** Each kind of data is one row after another. */
const kinds: Record<string, Draw> = {
  random: (random) => () => spread(random),
  clustered: (random, row) => (j) => Math.sin(j * (1 + (row % 5))) + 0.05 * spread(random),
  // Cosines that differ in the seventh decimal, far below what 16 bits tell apart.
  'near ties': (random) => (j) => Math.cos(j) + 1e-4 * spread(random),
  duplicated: (random, row, columns, earlier) =>
    row % 3 === 0 ? () => spread(random) : (j) => earlier[(row - (row % 3)) * columns + j]!,
  'scaled copies': (random, row, columns, earlier) =>
    row % 2 === 0 ? () => spread(random) : (j) => 4 * earlier[(row - 1) * columns + j]!,
  'tiny norms': (random) => () => 1e-42 * spread(random),
  'huge norms': (random) => () => 2e38 * spread(random),
  'mixed norms': (random, row) => () => 10 ** ((row % 70) - 40) * spread(random),
  sparse: (random) => () => (random() < 0.9 ? 0 : spread(random)),
  'one entry each': (_, row, columns) => (j) => (j === row % columns ? 1 - 2 * (row & 1) : 0),
  zeros: (random, row) => () => (row % 2 === 0 ? 0 : spread(random)),
  'not finite': (random, row) => (j) =>
    row % 3 === 0 && j === 0 ? [Number.NaN, Infinity, -Infinity][(row % 9) / 3]! : spread(random),
};

function draw(kind: Draw, rows: number, columns: number, random: Random): Float32Array {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const entry = kind(random, row, columns, values);
    for (let j = 0; j < columns; j++) values[row * columns + j] = entry(j);
  }
  return values;
}

describe.each(Object.entries(kinds))('nearestRows of %s vectors', (_, kind) => {
  it('is what sorting every double-precision cosine gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(1, 3, 8, 17, 64, 129, 384),
        fc.constantFrom(0, 1, 2, 10, 130, 1000),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(),
        (rowCount, columns, k, queryCount, every, seed) => {
          const random = seededRandom(seed);
          const vectors = draw(kind, rowCount, columns, random);
          const queries = draw(kind, queryCount, columns, random);
          const rows = Uint32Array.from({ length: rowCount }, (_, i) => i).filter((row) => row % every === 0);
          if (seed % 2) rows.reverse();
          const quantised = quantiseRows(vectors, columns);
          const found = nearestRows({ vectors, columns, quantised, rows, queries, k });
          expect(found.width).toBe(Math.min(k, rows.length));
          for (let q = 0; q < queryCount; q++) {
            const query = queries.subarray(q * columns, (q + 1) * columns);
            const expected = bySortingAll(vectors, columns, rows, query, k);
            const own = [q * found.width, (q + 1) * found.width] as const;
            expect([...found.rows.subarray(...own)]).toEqual(expected.rows);
            expect([...found.cosines.subarray(...own)]).toEqual(expected.cosines);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('nearestRows', () => {
  const random = seededRandom(3);

  it.each([
    { rowCount: 9_000, columns: 40, queryCount: 30, k: 1 },
    { rowCount: 9_000, columns: 40, queryCount: 30, k: 10 },
    { rowCount: 9_000, columns: 40, queryCount: 30, k: 200 },
    { rowCount: 9_000, columns: 40, queryCount: 300, k: 9_000 },
    { rowCount: 300, columns: 4_001, queryCount: 301, k: 10 },
  ])('is exact over many chunks and batches: $queryCount x $rowCount x $columns, k = $k', (sizes) => {
    const { rowCount, columns, queryCount, k } = sizes;
    const vectors = draw(kinds.random!, rowCount, columns, random);
    const queries = draw(kinds.random!, queryCount, columns, random);
    const rows = Uint32Array.from({ length: rowCount }, (_, i) => i);
    const found = nearestRows({
      vectors,
      columns,
      quantised: quantiseRows(vectors, columns),
      rows,
      queries,
      k,
    });
    for (const q of [0, 1, queryCount >> 1, queryCount - 1]) {
      const query = queries.subarray(q * columns, (q + 1) * columns);
      const expected = bySortingAll(vectors, columns, rows, query, k);
      expect([...found.rows.subarray(q * k, (q + 1) * k)]).toEqual(expected.rows);
      expect([...found.cosines.subarray(q * k, (q + 1) * k)]).toEqual(expected.cosines);
    }
  });

  it('finds rows that come in the worst order, best last', () => {
    const query = Float32Array.of(1, 0);
    const angles = Array.from({ length: 5_000 }, (_, i) => 1.5 - i * 2e-4);
    const fan = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
    const all = Uint32Array.from(angles.keys());
    const found = nearestRows({
      vectors: fan,
      columns: 2,
      quantised: quantiseRows(fan, 2),
      rows: all,
      queries: query,
      k: 5,
    });
    expect([...found.rows]).toEqual([4_999, 4_998, 4_997, 4_996, 4_995]);
  });

  it('refuses half a query and a k that is no count', () => {
    const vectors = Float32Array.of(1, 2, 3, 4);
    const quantised = quantiseRows(vectors, 2);
    const input = { vectors, columns: 2, quantised, rows: Uint32Array.of(0, 1), queries: vectors, k: 1 };
    expect(() => nearestRows({ ...input, queries: new Float32Array(3) })).toThrow(RangeError);
    expect(() => nearestRows({ ...input, k: 1.5 })).toThrow(RangeError);
    expect(() => nearestRows({ ...input, k: -1 })).toThrow(RangeError);
  });
});
