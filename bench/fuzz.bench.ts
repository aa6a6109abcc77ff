/**
 * Damages files in every way that `lib/importers/fuzz` knows and reads them: no crash, no hang over 5 s, no half record,
 * no file dropped in silence. `npm run bench fuzz`; the number of cases and the first seed can be given by
 * CARRYOVER_FUZZ_CASES and CARRYOVER_FUZZ_SEED.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeArchives, runArchiveCase } from '@/lib/importers/fuzz/archive-case';
import { openCorpus } from '@/lib/importers/fuzz/corpus';
import { type CaseResult, runCase } from '@/lib/importers/fuzz/run-case';
import { printMachine } from './measure';

const samples = path.resolve(process.env.CARRYOVER_SAMPLES ?? '../shared/samples');
const cases = Number(process.env.CARRYOVER_FUZZ_CASES ?? 20_000);
const first = Number(process.env.CARRYOVER_FUZZ_SEED ?? 1_000_000);

const count = (results: readonly CaseResult[], key: (result: CaseResult) => string) => {
  const counts = new Map<string, number>();
  for (const result of results) counts.set(key(result), (counts.get(key(result)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => `${name} ${n.toLocaleString('en')}`);
};

/** Headers of archives, which are unpacked before anything in them is read. @returns how many cases had faults */
async function runArchives(folder: string, archiveCases: number): Promise<number> {
  mkdirSync(folder);
  const archives = await makeArchives();
  const ends = { unpacked: 0, refused: 0 };
  let faulty = 0;
  for (let seed = first; seed < first + archiveCases; seed++) {
    const { outcome, faults, kind } = await runArchiveCase(archives, seed, folder);
    ends[outcome]++;
    if (faults.length > 0) faulty++;
    for (const fault of faults) console.log(`FAULT archive seed ${seed}, ${kind}: ${fault.slice(0, 600)}`);
  }
  console.log(
    `${archiveCases.toLocaleString('en')} damaged archives: ${ends.unpacked} unpacked in part or whole, ${ends.refused} refused`,
  );
  return faulty;
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'carryover-fuzz-'));
try {
  printMachine();
  const corpus = await openCorpus(samples, scratch);
  const results: CaseResult[] = [];
  for (let seed = first; seed < first + cases; seed++) {
    const result = await runCase(corpus, seed, path.join(scratch, 'damaged'));
    for (const fault of result.faults)
      console.log(`FAULT seed ${seed}, ${result.mutation} in ${result.path}: ${fault.slice(0, 600)}`);
    results.push(result);
  }
  const slowest = results.reduce((a, b) => (b.ms > a.ms ? b : a));
  const faults = results.filter((result) => result.faults.length > 0).length;
  console.log(
    `${cases.toLocaleString('en')} cases from ${corpus.paths.length} files (${corpus.name}), seeds ${first} to ${first + cases - 1}`,
  );
  console.log(`kinds of damage: ${count(results, (r) => r.mutation).join(', ')}`);
  console.log(`the damaged file was: ${count(results, (r) => r.outcome).join(', ')}`);
  console.log(
    `slowest ${slowest.ms.toFixed(0)} ms (seed ${slowest.seed}, ${slowest.mutation} in ${slowest.path})`,
  );
  const damagedArchives = await runArchives(path.join(scratch, 'archives'), Math.ceil(cases / 10));
  console.log(`faults: ${faults + damagedArchives} (goal: 0)`);
  if (faults + damagedArchives > 0) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
