import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nearestRowsInThreads } from '@/lib/compute/nearest-rows-in-threads';
import { closeCompute, compute } from '@/lib/compute/pool';
import { type NearestRowsInput, nearestRows } from '@/lib/core/retrieval/nearest-rows';
import { clusteredVectors } from './data';
import { measure, mustAgree, printMachine, printResult } from './measure';
import { startPython, takeTurns } from './python-yardstick';

/** Exact cosine top 10 of 1,000 queries, all cores and one thread, against numpy and against a plain loop. */
const [queryCount, k] = [1_000, 10];
const plainCount = 5;

printMachine();
for (const [rowCount, columns] of [
  [100_000, 384],
  [20_000, 1536],
] as const) {
  const name = `cosine top ${k}, ${queryCount} queries x ${rowCount} x ${columns}`;
  const vectors = shared(clusteredVectors(rowCount, columns, 12, 1));
  const queries = shared(clusteredVectors(queryCount, columns, 12, 2));
  const rows = new Uint32Array(new SharedArrayBuffer(4 * rowCount));
  rows.forEach((_, i) => {
    rows[i] = i;
  });
  const preparing = performance.now();
  const quantised = await compute('quantise-rows', { vectors, columns });
  console.log(`${rowCount} x ${columns} quantised: ${(performance.now() - preparing).toFixed(0)} ms, once`);
  const input = { vectors, columns, quantised, rows, queries, k };

  const found = await nearestRowsInThreads(input);
  const plain = measure(() => {
    for (let q = 0; q < plainCount; q++) plainSearch(input, q);
  }, 1);
  for (let q = 0; q < plainCount; q++) {
    plainSearch(input, q).forEach(({ i, score }, rank) => {
      mustAgree('rows', Math.abs(found.rows[q * k + rank]! - i), 0);
      mustAgree('scores', Math.abs(found.cosines[q * k + rank]! - score), 1e-9);
    });
  }

  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
  writeFileSync(path.join(folder, 'rows'), vectors);
  writeFileSync(path.join(folder, 'queries'), queries);
  const numpy = await startPython('cosine-numpy.py', [folder, String(columns), String(k)]);
  if (numpy) {
    const theirs = new Uint32Array(new Uint8Array(readFileSync(path.join(folder, 'found'))).buffer);
    const different = found.rows.reduce((count, row, i) => count + Number(row !== theirs[i]), 0);
    // Single precision may swap neighbours.
    mustAgree('rows in a hundred', (100 * different) / theirs.length, 1);
    const together = await takeTurns(() => nearestRowsInThreads(input), numpy.turn);
    printResult(`${name}, all cores`, together.ours, 'numpy (float32 BLAS, all cores)', together.theirs);
    numpy.close();
  } else console.log('numpy is not here: left out');
  rmSync(folder, { recursive: true });
  const alone = measure(() => nearestRows(input));
  printResult(`${name}, one thread`, alone, 'plain loop and sort', (plain * queryCount) / plainCount);
}
await closeCompute();

/** Memory that worker threads can read without a copy, as loaded pools are. */
function shared(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** What one would write first: norms every time, a full sort. */
function plainSearch({ vectors, columns, rows, queries }: NearestRowsInput, q: number) {
  const scored = Array.from(rows, (i) => {
    let [dot, a, b] = [0, 0, 0];
    for (let j = 0; j < columns; j++) {
      const [x, y] = [vectors[i * columns + j]!, queries[q * columns + j]!];
      dot += x * y;
      a += x * x;
      b += y * y;
    }
    return { i, score: dot / Math.sqrt(a * b) };
  });
  return scored.sort((x, y) => y.score - x.score || x.i - y.i).slice(0, k);
}
