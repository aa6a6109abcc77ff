/** Scores equal to this many decimals are ties: float noise must not rank one copy of a memory before another. */
const TIE_SCALE = 1e12;
/** Beyond this, keeping a sorted list of k by insertion loses to sorting everything. */
const LARGEST_INSERTION = 128;

/**
 * Positions of the k largest scores, best first, ties (equal to 12 decimals) by smaller position.
 *
 * @param scores  finite numbers; −Infinity marks a position that must not be returned
 * @param k       integer ≥ 0
 * @complexity O(n + k² log(n/k)) expected for small k, else O(n log n)
 */
export function topK(scores: Float64Array, k: number): number[] {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be an integer ≥ 0, got ${k}`);
  return k > LARGEST_INSERTION ? bySorting(scores, k) : byInsertion(scores, k);
}

function byInsertion(scores: Float64Array, k: number): number[] {
  const keys: number[] = [];
  const positions: number[] = [];
  if (k === 0) return positions;
  let bar = -Infinity;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (score < bar || score === -Infinity) continue;
    const key = Math.round(score * TIE_SCALE);
    if (keys.length === k && key <= keys[k - 1]!) continue;
    if (keys.length < k) {
      keys.push(key);
      positions.push(i);
    }
    let at = keys.length - 1;
    for (; at > 0 && keys[at - 1]! < key; at--) {
      keys[at] = keys[at - 1]!;
      positions[at] = positions[at - 1]!;
    }
    keys[at] = key;
    positions[at] = i;
    // A little below the worst kept score, so that the rounded comparison above decides near it.
    if (keys.length === k) bar = (keys[k - 1]! - 1) / TIE_SCALE;
  }
  return positions;
}

function bySorting(scores: Float64Array, k: number): number[] {
  const keys = scores.map((score) => Math.round(score * TIE_SCALE));
  const positions = Array.from(scores.keys()).filter((i) => scores[i] !== -Infinity);
  return positions.sort((a, b) => keys[b]! - keys[a]! || a - b).slice(0, k);
}

/** Rows of a pool in the order of their ids, so that a smaller position is a smaller id. */
export function orderById(ids: readonly string[], rows: Uint32Array): Uint32Array {
  const sorted = rows.every((row, i) => i === 0 || ids[rows[i - 1]!]! < ids[row]!);
  if (sorted) return rows;
  return rows.slice().sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0));
}
