import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeArchives, runArchiveCase } from './fuzz/archive-case';
import { openCorpus } from './fuzz/corpus';
import { type Corpus, runCase } from './fuzz/run-case';

const samples = path.resolve(process.env.CARRYOVER_SAMPLES ?? '../shared/samples');
const cases = 500;

let scratch: string;
let corpus: Corpus;
beforeAll(async () => {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'carryover-fuzz-'));
  corpus = await openCorpus(samples, scratch);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('reads damaged files without a crash, a hang, a half record or a file dropped in silence', {
  timeout: 120_000,
}, async () => {
  const faults: string[] = [];
  for (let seed = 1; seed <= cases; seed++) {
    const result = await runCase(corpus, seed, path.join(scratch, 'damaged'));
    for (const fault of result.faults)
      faults.push(`seed ${seed}, ${result.mutation} in ${result.path}: ${fault}`);
  }
  expect(faults).toEqual([]);
});

it('ends every damaged archive in files that are accounted for, or in a refusal', async () => {
  const archives = await makeArchives();
  const folder = path.join(scratch, 'archives');
  mkdirSync(folder);
  const ends = { unpacked: 0, refused: 0 };
  for (let seed = 1; seed <= 300; seed++) {
    const { outcome, faults, kind } = await runArchiveCase(archives, seed, folder);
    expect(faults, `seed ${seed}, ${kind}`).toEqual([]);
    ends[outcome]++;
  }
  expect(ends.unpacked).toBeGreaterThan(30);
  expect(ends.refused).toBeGreaterThan(30);
});
