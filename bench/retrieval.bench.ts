import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cosine } from '@/lib/core/retrieval/cosine';
import { testPool } from '@/lib/core/retrieval/test-pool';
import { clusteredVectors } from './data';
import { measure, mustAgree, printMachine, printResult } from './measure';

/** Exact cosine top 10 of 1,000 queries over 20,000 x 384, one thread, against a plain loop and against numpy. */
const [rows, dimensions, queryCount, k] = [20_000, 384, 1_000, 10];
const vectors = clusteredVectors(rows, dimensions, 12, 1);
const queries = clusteredVectors(queryCount, dimensions, 12, 2);
const rowOf = (matrix: Float32Array, i: number) => matrix.subarray(i * dimensions, (i + 1) * dimensions);

const pool = testPool({
  ids: Array.from({ length: rows }, (_, i) => String(i).padStart(6, '0')),
  vectors,
  dimensions,
});
const everyRow = Uint32Array.from({ length: rows }, (_, i) => i);
const asked = Array.from({ length: queryCount }, (_, q) => ({
  text: '',
  vector: rowOf(queries, q),
  seed: 1,
}));

printMachine();
const search = cosine.index(pool, everyRow);
const ours = measure(() => search(asked, k));

/** What one would write first: arrays of arrays, norms every time, a full sort. */
const plainRows = Array.from({ length: rows }, (_, i) => Array.from(rowOf(vectors, i)));
function plainSearch(query: number[]): { i: number; score: number }[] {
  const scored = plainRows.map((row, i) => {
    let [dot, a, b] = [0, 0, 0];
    for (let j = 0; j < row.length; j++) {
      dot += row[j]! * query[j]!;
      a += row[j]! * row[j]!;
      b += query[j]! * query[j]!;
    }
    return { i, score: dot / Math.sqrt(a * b) };
  });
  return scored.sort((x, y) => y.score - x.score || x.i - y.i).slice(0, k);
}
const sample = 20;
const plain = measure(() => {
  for (let q = 0; q < sample; q++) plainSearch(Array.from(rowOf(queries, q)));
});
const found = search(asked.slice(0, sample), k);
for (let q = 0; q < sample; q++) {
  plainSearch(Array.from(rowOf(queries, q))).forEach(({ i, score }, rank) => {
    mustAgree('memories', Math.abs(found[q]![rank]!.memoryIndex - i), 0);
    mustAgree('scores', Math.abs(found[q]![rank]!.score - score), 1e-9);
  });
}
printResult(
  `cosine top ${k}, ${queryCount} queries x ${rows} x ${dimensions}`,
  ours,
  'plain loop and sort',
  (plain * queryCount) / sample,
);

const script = `
import sys, time, numpy as np
d, k = int(sys.argv[2]), int(sys.argv[3])
m = np.fromfile(sys.argv[1] + '/m', dtype=np.float32).reshape(-1, d)
q = np.fromfile(sys.argv[1] + '/q', dtype=np.float32).reshape(-1, d)
m = m / np.linalg.norm(m, axis=1, keepdims=True)
def run():
    for i in range(0, len(q), 250):
        s = (q[i:i+250] / np.linalg.norm(q[i:i+250], axis=1, keepdims=True)) @ m.T
        top = np.argpartition(-s, k, axis=1)[:, :k]
        np.take_along_axis(top, np.argsort(-np.take_along_axis(s, top, 1), axis=1), 1)
run()
t = []
for _ in range(3):
    a = time.perf_counter(); run(); t.append(time.perf_counter() - a)
print(sorted(t)[1] * 1000)
`;
const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
writeFileSync(path.join(folder, 'm'), vectors);
writeFileSync(path.join(folder, 'q'), queries);
const python = spawnSync('python3', ['-c', script, folder, String(dimensions), String(k)], {
  encoding: 'utf8',
});
rmSync(folder, { recursive: true });
if (python.status === 0)
  printResult('the same', ours, 'numpy (float32 BLAS, all cores)', Number(python.stdout));
else console.log('numpy is not here: left out');
