import type { Random } from '@/lib/core/random';

/** Draws from a discrete distribution in constant time. */
export interface AliasTable {
  values: Float64Array;
  keep: Float64Array;
  alias: Uint32Array;
}

/**
 * Prepares a discrete distribution for drawing.
 *
 * @param values         what is drawn, length m ≥ 1
 * @param probabilities  their probabilities, length m, adding up to 1
 * @complexity O(m) once, O(1) a draw
 * @see Vose 1991, "A linear algorithm for generating random numbers with a given distribution"
 */
export function aliasTable(values: Float64Array, probabilities: Float64Array): AliasTable {
  const m = values.length;
  const keep = new Float64Array(m).fill(1);
  const alias = new Uint32Array(m);
  const scaled = probabilities.map((p) => p * m);
  const under: number[] = [];
  const over: number[] = [];
  scaled.forEach((p, i) => {
    (p < 1 ? under : over).push(i);
  });
  while (under.length > 0 && over.length > 0) {
    const poor = under.pop()!;
    const rich = over[over.length - 1]!;
    keep[poor] = scaled[poor]!;
    alias[poor] = rich;
    scaled[rich]! -= 1 - scaled[poor]!;
    if (scaled[rich]! < 1) under.push(over.pop()!);
  }
  // Whatever is left over differs from 1 by rounding alone and keeps itself.
  return { values, keep, alias };
}

export function draw({ values, keep, alias }: AliasTable, random: Random): number {
  const u = random() * values.length;
  const i = Math.floor(u);
  return values[u - i < keep[i]! ? i : alias[i]!]!;
}
