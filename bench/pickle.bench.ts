/**
 * A pool of 20,000 memories with 1,536-dimensional vectors, from the file to the records that an import writes, against
 * CPython's own `pickle.load` of the same file. Both run in a process of their own, whose start does not count.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { median, printMachine, printResult } from './measure';

const entries = Number(process.argv[2] ?? 20_000);
const dimensions = 1536;
const runs = 3;

const pythonHas = (module: string) => spawnSync('python3', ['-c', `import ${module}`]).status === 0;

/** The last line that a program prints, as JSON. */
function outputOf(command: string, ...args: string[]): Record<string, number> {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, number>;
}

const loadInPython = `
import json, pickle, sys, time
start = time.perf_counter()
with open(sys.argv[1], 'rb') as file: pool = pickle.load(file)
print(json.dumps({'memories': len(pool), 'ms': (time.perf_counter() - start) * 1000}))`;

function compare(folder: string, kind: string, layout: string): void {
  mkdirSync(path.join(folder, kind));
  const file = path.join(folder, kind, 'insight_memory.pkl');
  const made = spawnSync('python3', ['bench/make-pool.py', file, String(entries), String(dimensions), kind]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  const megabytes = statSync(file).size / 1e6;

  const ours: Record<string, number>[] = [];
  const theirs: Record<string, number>[] = [];
  // In turn, so that whatever else the machine does falls on both.
  for (let run = 0; run < runs; run++) {
    theirs.push(outputOf('python3', '-c', loadInPython, file));
    ours.push(outputOf(process.execPath, '--import', 'tsx', 'bench/read-pool.ts', path.dirname(file)));
  }
  for (const { memories, numbers } of ours) {
    if (memories !== entries || numbers !== entries * dimensions)
      throw new Error('not every memory was read');
  }
  const name = `pool of ${entries} x ${dimensions} as ${layout}, ${megabytes.toFixed(0)} MB`;
  printResult(name, median(ours.map(({ ms }) => ms!)), 'pickle.load', median(theirs.map(({ ms }) => ms!)));
  const grown = median(ours.map(({ grownBytes }) => grownBytes!)) / 1e6;
  const ratio = (grown / megabytes).toFixed(2);
  console.log(`memory while it is read: ${grown.toFixed(0)} MB more, ${ratio} of the file (lower is better)`);
}

printMachine();
if (!pythonHas('pickle')) console.log('python3 is not there: nothing to write or to compare with');
else {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
  try {
    compare(folder, 'list', 'lists of floats (the paper’s writer)');
    if (pythonHas('numpy')) compare(folder, 'numpy', 'numpy arrays');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
