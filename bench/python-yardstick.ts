import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface PythonYardstick {
  /** Runs the script's work once: the milliseconds it took, by its own clock. */
  turn: () => Promise<number>;
  close: () => void;
}

/**
 * Starts a script of this folder that says `ready`, then does its work once for each line that it reads and answers
 * with milliseconds. Null where python3 or a module that it needs is not there.
 */
export async function startPython(script: string, args: string[]): Promise<PythonYardstick | null> {
  const env = { ...process.env };
  // They pin linear algebra to a slower processor than this one; a yardstick must not be held back.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  const python = spawn('python3', [path.join(import.meta.dirname, script), ...args], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  python.on('error', () => {});
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  if ((await lines.next()).value !== 'ready') return null;
  return {
    turn: async () => {
      python.stdin.write('go\n');
      return Number((await lines.next()).value);
    },
    close: () => python.stdin.end(),
  };
}

/** Medians of two sides that take turns, so that what else the machine does falls on both. */
export async function takeTurns(
  ours: () => unknown,
  theirs: () => Promise<number>,
  turns = 7,
): Promise<{ ours: number; theirs: number }> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let turn = -1; turn < turns; turn++) {
    const started = performance.now();
    await ours();
    const ms = performance.now() - started;
    const other = await theirs();
    // The first turn warms up.
    if (turn < 0) continue;
    times.ours.push(ms);
    times.theirs.push(other);
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1]!;
  return { ours: median(times.ours), theirs: median(times.theirs) };
}
