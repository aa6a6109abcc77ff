import { hashSeed, seededRandom } from '@/lib/core/random';
import type { PoolMatrix } from './pool';
import type { RetrievalSetting } from './setting';

type Drawing = Pick<RetrievalSetting, 'memoryTypes' | 'outcome' | 'sourceModel' | 'poolFraction' | 'seed'>;

/**
 * The memories that a setting leaves in the pool, whatever the task: by type, outcome, writer and share of the pool.
 *
 * The share is taken of each type and source benchmark alike, so that a smaller pool is mixed as the whole is, and by
 * lots that depend on the seed and the memory's id alone, so that a smaller share is part of a larger one.
 *
 * @returns positions in the pool, ascending
 * @throws RangeError when the share is not above 0 and at most 1
 * @complexity O(rows), O(rows log rows) for a share below 1
 */
export function drawFromPool(
  pool: PoolMatrix,
  { memoryTypes, outcome, sourceModel, poolFraction, seed }: Drawing,
): Uint32Array {
  if (!(poolFraction > 0 && poolFraction <= 1))
    throw new RangeError(`the share of the pool lies above 0 and at most at 1, got ${poolFraction}`);
  const share = poolFraction === 1 ? null : shareOf(pool, poolFraction, seed);
  const rows: number[] = [];
  for (let row = 0; row < pool.ids.length; row++) {
    if (share && !share.has(row)) continue;
    if (memoryTypes && !memoryTypes.includes(pool.types[row]!)) continue;
    if (outcome !== 'both' && pool.success[row] !== (outcome === 'successes')) continue;
    if (sourceModel !== null && pool.models[row] !== sourceModel) continue;
    rows.push(row);
  }
  return Uint32Array.from(rows);
}

function shareOf(pool: PoolMatrix, fraction: number, seed: number): ReadonlySet<number> {
  const strata = new Map<string, number[]>();
  pool.ids.forEach((_, row) => {
    const stratum = `${pool.types[row]}\n${pool.benchmarks[row]}`;
    const rows = strata.get(stratum);
    if (rows) rows.push(row);
    else strata.set(stratum, [row]);
  });
  const lots = pool.ids.map((id) => lotOf(id, seed));
  const kept = new Set<number>();
  for (const rows of strata.values()) {
    rows.sort((a, b) => lots[a]! - lots[b]! || (pool.ids[a]! < pool.ids[b]! ? -1 : 1));
    for (const row of rows.slice(0, Math.round(rows.length * fraction))) kept.add(row);
  }
  return kept;
}

/** A number in [0, 1) that a name draws under a seed. */
export const lotOf = (name: string, seed: number): number => seededRandom(hashSeed(`${seed}\n${name}`))();
