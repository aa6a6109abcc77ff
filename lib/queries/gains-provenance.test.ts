import { expect, it } from 'vitest';
import { commandLine } from '@/lib/exporters/provenance';
import { hashOutcomes } from './gains-provenance';

const trial = { benchmark: 'b', task: 't', condition: 'id-1', reward: 1, exception: false };
const labels = new Map([['id-1', 'insight']]);

it('hashes what trials say, not the order and the ids they were given', () => {
  const other = { ...trial, task: 'u', reward: null };
  const elsewhere = [other, trial].map((one) => ({ ...one, condition: 'id-2' }));
  const hash = hashOutcomes([trial, other], labels);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOutcomes(elsewhere, new Map([['id-2', 'insight']]))).toBe(hash);
  expect(hashOutcomes([trial], labels)).not.toBe(hash);
  for (const change of [{ reward: 0 }, { exception: true }, { benchmark: 'c' }, { task: 'v' }])
    expect(hashOutcomes([{ ...trial, ...change }, other], labels)).not.toBe(hash);
  expect(hashOutcomes([trial, other], new Map([['id-1', 'summary']]))).not.toBe(hash);
});

it('writes a command that a shell takes as it was meant', () => {
  expect(commandLine('gains', { study: "it's mine; rm", baseline: 'zero-shot', k: 1, missing: null })).toBe(
    "npx carryover gains --study 'it'\\''s mine; rm' --baseline zero-shot --k 1",
  );
});
