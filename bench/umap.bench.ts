import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UMAP } from 'umap-js';
import { layOutInThreads } from '@/lib/compute/lay-out-in-threads';
import { closeCompute } from '@/lib/compute/pool';
import { judgeLayout } from '@/lib/core/projection/layout-quality';
import { nearestNeighbours } from '@/lib/core/projection/nearest-neighbours';
import { neighbourSpace } from '@/lib/core/projection/neighbour-space';
import { umapDefaults } from '@/lib/core/projection/umap';
import { seededRandom } from '@/lib/core/random';
import { clusteredVectors } from './data';
import { printMachine, printResult } from './measure';
import { startPython } from './python-yardstick';

/**
 * UMAP in the plane, cosine, 15 neighbours and default epochs, neighbours included, against
 * umap-js, and umap-learn (warm) and uwot where they are installed; and how good each picture is. A size can be named:
 * `umap.bench.ts 100000x384`.
 */
const asked = process.argv.find((word) => /^\d+x\d+$/.test(word));
const sizes = asked ? [asked] : ['2000x384', '5000x1536', '20000x384'];
/** umap-js would take minutes beyond. */
const LARGEST_FOR_UMAP_JS = 5_000;
const LARGEST_FOR_PEERS = 20_000;

printMachine();
for (const size of sizes) {
  const [rows, dimensions] = size.split('x').map(Number) as [number, number];
  await benchOf(rows, dimensions);
}
await closeCompute();

async function benchOf(rows: number, dimensions: number): Promise<void> {
  const name = `umap of ${rows} x ${dimensions}`;
  const vectors = new Float32Array(new SharedArrayBuffer(4 * rows * dimensions));
  vectors.set(clusteredVectors(rows, dimensions, 12, 1));
  const pictures = new Map<string, Float32Array>();
  /** Milliseconds to the picture; judging it is not what the others do. */
  const layOut = async () => {
    const started = performance.now();
    let placed = 0;
    const layout = await layOutInThreads(
      { vectors, rows, dimensions, parameters: umapDefaults },
      { onPlaced: () => (placed = performance.now() - started) },
    );
    pictures.set('ours', layout.points);
    judging = performance.now() - started - placed;
    return placed;
  };
  let judging = 0;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
  writeFileSync(path.join(folder, 'rows'), vectors);
  const picture = (of: string) =>
    new Float32Array(new Uint8Array(readFileSync(path.join(folder, of))).buffer);

  const python =
    rows <= LARGEST_FOR_PEERS ? await startPython('umap-learn.py', [folder, String(dimensions)]) : null;
  const [first, times, theirTimes] = [await layOut(), [] as number[], [] as number[]];
  for (let turn = 0; turn < (rows <= LARGEST_FOR_PEERS ? 3 : 0); turn++) {
    times.push(await layOut());
    if (python) theirTimes.push(await python.turn());
  }
  const ours = times.length > 0 ? median(times) : first;
  console.log(
    `${name}: ${ours.toFixed(0)} ms, the first time ${first.toFixed(0)} ms; judging ${judging.toFixed(0)} ms`,
  );
  if (python) {
    printResult(name, ours, 'umap-learn, warm', median(theirTimes));
    pictures.set('umap-learn', picture('umap-learn'));
    python.close();
  }
  const r = rows <= LARGEST_FOR_PEERS ? runUwot(folder, rows, dimensions) : null;
  if (r !== null) {
    printResult(name, ours, 'uwot', r);
    pictures.set('uwot', picture('uwot'));
  }
  if (rows <= LARGEST_FOR_UMAP_JS) {
    const nested = Array.from({ length: rows }, (_, i) =>
      Array.from(vectors.subarray(i * dimensions, (i + 1) * dimensions)),
    );
    const theirs = measureOnce(() => {
      const umap = new UMAP({ nNeighbors: 15, random: seededRandom(7), distanceFn: plainCosine });
      pictures.set('umap-js', Float32Array.from(umap.fit(nested).flat()));
    });
    printResult(name, ours, 'umap-js', theirs);
  }
  rmSync(folder, { recursive: true });
  judge(vectors, rows, dimensions, pictures);
  console.log(`  resident memory at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}

function judge(
  vectors: Float32Array,
  rows: number,
  dimensions: number,
  pictures: ReadonlyMap<string, Float32Array>,
): void {
  const space = neighbourSpace({ values: vectors, rows, columns: dimensions }, 'cosine');
  const near = nearestNeighbours(space, 15, 'cosine');
  for (const [of, points] of pictures) {
    const { quality } = judgeLayout(space, { values: points, rows, columns: 2 }, near, 1);
    const [trust, continuity, recall] = [quality.trustworthiness, quality.continuity, quality.recall].map(
      ({ value }) => value!.toFixed(4),
    );
    console.log(`  ${of}: trustworthiness ${trust}, continuity ${continuity}, recall ${recall}`);
  }
}

/** Null where R or uwot is not there. */
function runUwot(folder: string, rows: number, dimensions: number): number | null {
  const script = path.join(import.meta.dirname, 'uwot.R');
  const { status, stdout } = spawnSync('Rscript', [script, folder, String(rows), String(dimensions)]);
  return status === 0 ? Number(stdout.toString()) : null;
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

function measureOnce(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function plainCosine(x: number[], y: number[]): number {
  let [dot, a, b] = [0, 0, 0];
  for (let j = 0; j < x.length; j++) {
    dot += x[j]! * y[j]!;
    a += x[j]! * x[j]!;
    b += y[j]! * y[j]!;
  }
  return 1 - dot / Math.sqrt(a * b);
}
