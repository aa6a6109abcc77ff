import os from 'node:os';

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Milliseconds of `run`: the median over `runs` after one warm-up. */
export function measure(run: () => unknown, runs = 3): number {
  run();
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return median(times);
}

/** One line per result: ours, a yardstick timed in the same run, and their ratio. */
export function printResult(name: string, ms: number, yardstick: string, yardstickMs: number): void {
  const ratio = (ms / yardstickMs).toFixed(3);
  console.log(
    `${name}: ${ms.toFixed(1)} ms, ${yardstick} ${yardstickMs.toFixed(1)} ms, ratio ${ratio} (lower is better)`,
  );
}

/** What the numbers were measured on. */
export function printMachine(): void {
  const gib = (os.totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${os.availableParallelism()} x ${os.cpus()[0]?.model.trim() ?? 'unknown'}, ${gib} GiB, Node ${process.version}`,
  );
}

/** Stops a bench whose two sides do not agree: a fast wrong answer is no result. */
export function mustAgree(what: string, difference: number, tolerance: number): void {
  if (!(difference <= tolerance)) throw new Error(`${what} differ by ${difference}, more than ${tolerance}`);
}
