import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
