import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { neighboursInThreads } from '@/lib/compute/lay-out-in-threads';
import { closeCompute } from '@/lib/compute/pool';
import { daviesBouldin } from '@/lib/core/projection/davies-bouldin';
import { codeLabels } from '@/lib/core/projection/labels';
import { lisi, lisiWeights, planLisi } from '@/lib/core/projection/lisi';
import { toMatrix } from '@/lib/core/projection/matrix';
import { neighbourSpace } from '@/lib/core/projection/neighbour-space';
import { clusteredVectors } from './data';
import { measure, mustAgree, printMachine, printResult } from './measure';
import { startPython } from './python-yardstick';

printMachine();
await lisiBench(20_000, 50);
await daviesBouldinBench(20_000, 384);
await closeCompute();

/** LISI at perplexity 30, the search included, against the definition written down plainly, and harmonypy where it is. */
async function lisiBench(rows: number, columns: number): Promise<void> {
  const vectors = clusteredVectors(rows, columns, 12, 1);
  const labels = codeLabels(Array.from({ length: rows }, (_, i) => `b${(i % 12) >> 1}`));
  const plan = planLisi(rows, 30)!;
  const matrix = toMatrix(vectors, rows, columns);
  // As the app does it: made ready in a thread, the search shared out over all of them.
  const search = () => neighboursInThreads(neighbourSpace(matrix, 'euclidean'), plan.neighbours);
  await search();
  const started = performance.now();
  const neighbours = await search();
  const searching = performance.now() - started;
  let values = new Float64Array();
  const weighing = measure(() => {
    const weights = lisiWeights(neighbours, plan.perplexity);
    values = lisi(neighbours, weights, labels.codes, labels.names.length) as typeof values;
  });

  const nested = Array.from({ length: rows }, (_, i) =>
    Array.from(vectors.subarray(i * columns, (i + 1) * columns)),
  );
  const plainLisi = (i: number): number => {
    const nearest = nested
      .map((row, j) => ({ j, d: Math.sqrt(row.reduce((sum, x, c) => sum + (x - nested[i]![c]!) ** 2, 0)) }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.d - b.d || a.j - b.j)
      .slice(0, plan.neighbours);
    let [beta, low, high, p] = [1, 0, Infinity, [] as number[]];
    for (let step = 0; step <= 50; step++) {
      const raw = nearest.map(({ d }) => Math.exp(-beta * (d - nearest[0]!.d)));
      const sum = raw.reduce((a, b) => a + b, 0);
      p = raw.map((x) => x / sum);
      const entropy = -p.reduce((h, x) => h + (x > 0 ? x * Math.log(x) : 0), 0);
      const excess = entropy - Math.log(plan.perplexity);
      if (Math.abs(excess) < 1e-5) break;
      if (excess > 0) [low, beta] = [beta, high === Infinity ? beta * 2 : (beta + high) / 2];
      else [high, beta] = [beta, low === 0 ? beta / 2 : (beta + low) / 2];
    }
    const shares = new Map<number, number>();
    for (const [at, { j }] of nearest.entries()) {
      shares.set(labels.codes[j]!, (shares.get(labels.codes[j]!) ?? 0) + p[at]!);
    }
    return 1 / [...shares.values()].reduce((sum, x) => sum + x * x, 0);
  };
  const sample = 100;
  const plain = measure(() => {
    for (let i = 0; i < sample; i++) plainLisi(i);
  }, 1);
  for (let i = 0; i < sample; i++) mustAgree('LISI values', Math.abs(plainLisi(i) - values[i]!), 1e-4);
  printResult(
    `lisi of ${rows} x ${columns}`,
    searching + weighing,
    'plain definition',
    (plain * rows) / sample,
  );
  const theirs = await yardstick('lisi-harmonypy.py', vectors, labels.codes, columns, 1);
  if (theirs !== null) printResult(`lisi of ${rows} x ${columns}`, searching + weighing, 'harmonypy', theirs);
  console.log(
    `  of which the search ${searching.toFixed(0)} ms, weights and index ${weighing.toFixed(0)} ms`,
  );
}

/** Davies-Bouldin, against the definition over arrays of arrays, and scikit-learn where it is. */
async function daviesBouldinBench(rows: number, columns: number): Promise<void> {
  const vectors = clusteredVectors(rows, columns, 12, 3);
  const names = Array.from({ length: rows }, (_, i) => `b${i % 12}`);
  const matrix = toMatrix(vectors, rows, columns);
  const labels = codeLabels(names);
  const ours = measure(() => daviesBouldin(matrix, labels));

  const nested = Array.from({ length: rows }, (_, i) =>
    Array.from(vectors.subarray(i * columns, (i + 1) * columns)),
  );
  const distance = (x: number[], y: number[]) =>
    Math.sqrt(x.reduce((sum, a, j) => sum + (a - y[j]!) ** 2, 0));
  const plainIndex = () => {
    const parts = labels.names.map((name) => nested.filter((_, i) => names[i] === name));
    const centroids = parts.map((own) =>
      own[0]!.map((_, j) => own.reduce((sum, x) => sum + x[j]!, 0) / own.length),
    );
    const scatters = parts.map(
      (own, c) => own.reduce((sum, x) => sum + distance(x, centroids[c]!), 0) / own.length,
    );
    const worst = parts.map((_, i) =>
      Math.max(
        ...parts.map((_, j) =>
          i === j ? 0 : (scatters[i]! + scatters[j]!) / distance(centroids[i]!, centroids[j]!),
        ),
      ),
    );
    return worst.reduce((a, b) => a + b, 0) / worst.length;
  };
  const plain = measure(plainIndex, 1);
  mustAgree('indices', Math.abs(plainIndex() - daviesBouldin(matrix, labels).estimate.value!), 1e-9);
  printResult(`davies-bouldin of ${rows} x ${columns}`, ours, 'plain definition', plain);
  const theirs = await yardstick('davies-bouldin-sklearn.py', vectors, labels.codes, columns, 5);
  if (theirs !== null)
    printResult(
      `davies-bouldin of ${rows} x ${columns}`,
      measure(() => daviesBouldin(matrix, labels), 5),
      'scikit-learn',
      theirs,
    );
}

/** Median milliseconds of a script of this folder over the same points and labels; null where it cannot run. */
async function yardstick(
  script: string,
  vectors: Float32Array,
  codes: Uint32Array,
  columns: number,
  turns: number,
): Promise<number | null> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
  writeFileSync(path.join(folder, 'rows'), vectors);
  writeFileSync(path.join(folder, 'labels'), codes);
  const python = await startPython(script, [folder, String(columns)]);
  const times: number[] = [];
  for (let turn = 0; python && turn < turns; turn++) times.push(await python.turn());
  python?.close();
  rmSync(folder, { recursive: true });
  return times.length > 0 ? times.sort((a, b) => a - b)[times.length >> 1]! : null;
}
