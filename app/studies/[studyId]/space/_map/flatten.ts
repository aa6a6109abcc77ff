import { axesOf, type Turn } from './camera';

/**
 * All points as they are seen.
 *
 * @param positions  x, y, z per point
 * @returns x, y per point, and how near each is, −1 … 1
 * @complexity linear in the number of points
 */
export function flatten(positions: Float32Array, turn: Turn): { flat: Float32Array; depths: Float32Array } {
  const { right, up, toward } = axesOf(turn);
  const count = positions.length / 3;
  const flat = new Float32Array(count * 2);
  const depths = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]!];
    flat[i * 2] = right[0] * x + right[1] * y + right[2] * z;
    flat[i * 2 + 1] = up[0] * x + up[1] * y + up[2] * z;
    depths[i] = toward[0] * x + toward[1] * y + toward[2] * z;
  }
  return { flat, depths };
}

const layers = 512;

/** The points from far to near, to within a 256th of the map. @complexity linear in the number of points */
export function farToNear(depths: Float32Array): Uint32Array {
  const layerOf = (i: number) =>
    Math.min(layers - 1, Math.max(0, Math.floor(((depths[i]! + 1) / 2) * layers)));
  const next = new Uint32Array(layers + 1);
  for (let i = 0; i < depths.length; i++) next[layerOf(i) + 1]!++;
  for (let layer = 0; layer < layers; layer++) next[layer + 1]! += next[layer]!;
  const order = new Uint32Array(depths.length);
  for (let i = 0; i < depths.length; i++) order[next[layerOf(i)]!++] = i;
  return order;
}
