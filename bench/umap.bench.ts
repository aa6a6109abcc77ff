import { UMAP } from 'umap-js';
import { toMatrix } from '@/lib/core/projection/matrix';
import { trustworthiness } from '@/lib/core/projection/trustworthiness';
import { layOut, umapDefaults } from '@/lib/core/projection/umap';
import { seededRandom } from '@/lib/core/random';
import { clusteredVectors } from './data';
import { measure, printMachine, printResult } from './measure';

/** UMAP of 2,000 x 384 in the plane, neighbours included, against umap-js left to find its own. */
const [rows, dimensions] = [2_000, 384];
const vectors = clusteredVectors(rows, dimensions, 12, 1);
const parameters = { ...umapDefaults, metric: 'euclidean' as const };

printMachine();
let points = new Float32Array();
const ours = measure(() => {
  points = layOut({ vectors, rows, dimensions, parameters }).points as typeof points;
}, 1);
const nested = Array.from({ length: rows }, (_, i) =>
  Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions)),
);
let embedding: number[][] = [];
const theirs = measure(() => {
  embedding = new UMAP({ nNeighbors: parameters.neighbors, random: seededRandom(7) }).fit(nested);
}, 1);
printResult(`umap of ${rows} x ${dimensions}`, ours, 'umap-js alone', theirs);

const input = toMatrix(vectors, rows, dimensions);
const quality = (layout: ArrayLike<number>) =>
  trustworthiness(input, toMatrix(layout, rows, 2), 15, 'euclidean', 1).value!.toFixed(4);
console.log(
  `trustworthiness at 15: ${quality(points)}, umap-js alone ${quality(embedding.flat())} (higher is better)`,
);
