/**
 * The data of the comparison page for a made study of 30 conditions x 1,000 tasks x 3 attempts: 10,000 resamples for every
 * cell. First the numbers alone against the same bootstrap in numpy, then all of it from the database, cold and warm.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openTestStore } from '@/db/testing';
import { closeCompute, keepThreadsReady } from '@/lib/compute/pool';
import { completeSettings, describeConditions, gatherGains } from '@/lib/core/gains/compute-gains';
import { toOutcomes } from '@/lib/core/gains/outcomes';
import type { GainsReport, IntervalEstimate } from '@/lib/core/gains/report';
import { getDataHash } from '@/lib/queries/gains-provenance';
import { getGains, maxAttempts } from '@/lib/queries/get-gains';
import { ensurePrograms } from '../scripts/setup/programs.mjs';
import { drawPasses, fullSize as size, writeGainsStudy } from './gains-study';
import { measure, mustAgree, printMachine, printResult } from './measure';
import { startPython, takeTurns } from './python-yardstick';

const resamples = 10_000;
const [coldGoalMs, warmGoalMs] = [1_500, 150];
const passed = drawPasses(size, 3);
const labelOf = (c: number) => `c${String(c).padStart(2, '0')}`;
const conditions = Array.from({ length: size.conditions }, (_, c) => ({ id: labelOf(c), label: labelOf(c) }));
const outcomes = toOutcomes(
  Array.from(passed, (reward, i) => {
    const task = Math.floor(i / size.attempts) % size.tasks;
    return {
      benchmark: `bench-${task % size.benchmarks}`,
      task: `task-${String(task).padStart(4, '0')}`,
      condition: labelOf(Math.floor(i / (size.attempts * size.tasks))),
      reward,
      exception: false,
    };
  }),
);
const settings = completeSettings({
  baseline: labelOf(0),
  passK: 1,
  threshold: 1,
  missing: 'errors-fail',
  seed: 7,
  resamples,
});

// The app starts its threads from bundles, too.
process.env.CARRYOVER_PROGRAMS = (await ensurePrograms()) ?? '';
printMachine();
const compute = (): GainsReport =>
  gatherGains(outcomes.benchmarks, describeConditions({ outcomes, conditions, settings }), settings);
const name = `gains of ${size.conditions} conditions x ${size.tasks} tasks x ${size.attempts} attempts, ${resamples} resamples`;

const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-bench-'));
const [given, drawn, answered] = ['given.json', 'passed', 'answer.json'].map((file) =>
  path.join(folder, file),
);
writeFileSync(given!, JSON.stringify({ ...size, resamples }));
writeFileSync(drawn!, passed);
const python = await startPython('bootstrap-numpy.py', [given!, drawn!, answered!]);
if (python) {
  type Cells = [estimate: number, low: number, high: number][];
  const theirs: [Cells, Cells | null][] = JSON.parse(readFileSync(answered!, 'utf8'));
  const agree = (own: IntervalEstimate, other: Cells[number]) => {
    mustAgree('estimates', Math.abs(own.estimate.value! - other[0]), 1e-9);
    // Limits of two sets of resamples differ by chance: a twentieth of their width and the grain of the rates.
    const room = 0.06 * (other[2] - other[1]) + 2e-3;
    mustAgree('lower limits', Math.abs(own.ciLow! - other[1]), room);
    mustAgree('upper limits', Math.abs(own.ciHigh! - other[2]), room);
  };
  compute().conditions.forEach(({ cells, totals }, c) => {
    [...cells, totals['task-weighted']].forEach(({ rate, gain }, i) => {
      agree(rate, theirs[c]![0][i]!);
      if (gain) agree(gain, theirs[c]![1]![i]!);
    });
  });
  const { ours, theirs: ms } = await takeTurns(compute, python.turn, 3);
  printResult(`${name}, one thread, tests included`, ours, 'the same intervals in numpy', ms);
  python.close();
} else {
  console.log(`${name}: ${measure(compute).toFixed(0)} ms; numpy is not here`);
}
rmSync(folder, { recursive: true });

const store = await openTestStore();
try {
  // As the server does when it starts; writing the study gives the threads time to come up.
  keepThreadsReady();
  const studyId = await writeGainsStudy(store.db, size, passed);
  const page = async () => {
    const started = performance.now();
    await Promise.all([
      getGains(store.db, { studyId, k: 1 }),
      maxAttempts(store.db, studyId),
      getDataHash(store.db, studyId),
    ]);
    return performance.now() - started;
  };
  const cold = await page();
  const warm = [await page(), await page(), await page()].sort((a, b) => a - b)[1]!;
  const other = performance.now();
  await getGains(store.db, { studyId, k: 2 });
  const changed = performance.now() - other;
  printResult('the page’s data, cold (nothing computed before, database read)', cold, 'goal', coldGoalMs);
  printResult('the page’s data, warm', warm, 'goal', warmGoalMs);
  console.log(`another k of the same study: ${changed.toFixed(0)} ms`);
  if (cold > coldGoalMs || warm > warmGoalMs) process.exitCode = 1;
} finally {
  await closeCompute();
  await store.close();
}
