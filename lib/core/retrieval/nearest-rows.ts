import { type QuantisedRows, quantiseRows } from '@/lib/core/linear/quantised-rows';
import { screenRows } from '@/lib/core/linear/screen-rows';
import { topK } from './top-k';

export interface NearestRowsInput {
  /** float32, row-major, `columns` entries per row. */
  vectors: Float32Array;
  columns: number;
  /** quantiseRows of the same vectors: made once, shared by every search and thread. */
  quantised: QuantisedRows;
  /** Rows to search, without repeats; of equals the earlier one comes first. */
  rows: Uint32Array;
  /** queries × columns, row-major. */
  queries: Float32Array;
  /** integer ≥ 0 */
  k: number;
}

/** queries × width, row-major, each query's best first. */
export interface NearestRows {
  /** min(k, rows) */
  width: number;
  rows: Uint32Array;
  cosines: Float64Array;
}

/**
 * The k rows of largest cosine to each query, exactly.
 *
 *   cos(q, m) = q · m / (|q| |m|)
 *
 * A vector of zero norm, or with an entry that is not finite, has cosine 0. All rows are screened in 16-bit integers;
 * those that the error bound cannot rule out of the first k are scored again in double precision.
 *
 * @throws RangeError when k is not an integer ≥ 0, or the queries are not whole vectors
 * @complexity O(queries · rows · columns)
 */
export function nearestRows({
  vectors,
  columns,
  quantised,
  rows,
  queries,
  k,
}: NearestRowsInput): NearestRows {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be an integer ≥ 0, got ${k}`);
  const width = Math.min(k, rows.length);
  if (width === 0) return { width, rows: new Uint32Array(0), cosines: new Float64Array(0) };
  if (!(columns > 0 && queries.length % columns === 0)) {
    throw new RangeError(`${queries.length} numbers for vectors of ${columns}`);
  }
  const found: NearestRows = {
    width,
    rows: new Uint32Array((queries.length / columns) * width),
    cosines: new Float64Array((queries.length / columns) * width),
  };
  const asked = quantiseRows(queries, columns);
  screenRows(quantised, rows, asked, k, (q, places) => {
    const query = queries.subarray(q * columns, (q + 1) * columns);
    const own = Uint32Array.from(places, (place) => rows[place]!);
    const scores = dots(query, vectors, own).map((dot, i) => {
      const norms = asked.norms[q]! * quantised.norms[own[i]!]!;
      return norms > 0 ? dot / norms : 0;
    });
    topK(scores, k).forEach((best, rank) => {
      found.rows[q * width + rank] = own[best]!;
      found.cosines[q * width + rank] = scores[best]!;
    });
  });
  return found;
}

/** Dot products with rows in double precision, four side by side: each addition of one waits for the one before. */
function dots(query: Float32Array, vectors: Float32Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  const last = rows.length - 1;
  for (let i = 0; i <= last; i += 4) {
    const a = rows[i]! * query.length;
    const b = rows[Math.min(i + 1, last)]! * query.length;
    const c = rows[Math.min(i + 2, last)]! * query.length;
    const d = rows[Math.min(i + 3, last)]! * query.length;
    let [dotA, dotB, dotC, dotD] = [0, 0, 0, 0];
    for (let j = 0; j < query.length; j++) {
      const x = query[j]!;
      dotA += x * vectors[a + j]!;
      dotB += x * vectors[b + j]!;
      dotC += x * vectors[c + j]!;
      dotD += x * vectors[d + j]!;
    }
    // What lies past the end of the list is not written.
    out[i] = dotA;
    out[i + 1] = dotB;
    out[i + 2] = dotC;
    out[i + 3] = dotD;
  }
  return out;
}
