import { expect, it } from 'vitest';
import { importRates } from './import-rates';

const progress = {
  files: 300,
  filesTotal: 900,
  filesBefore: 100,
  bytes: 10_000_000,
  trials: 40,
  memories: 0,
  elapsedMs: 2_000,
};

it('reckons rates and the time left from what this run has done', () => {
  expect(importRates(progress)).toBe('100 files/s · 5.0 MB/s · 40 trials, 20/s · about 6.0 s left');
});

it('says nothing of other work, of the first second, and of numbers that are none', () => {
  expect(importRates(undefined)).toBeNull();
  expect(importRates({ ...progress, elapsedMs: 500 })).toBeNull();
  expect(importRates({ ...progress, files: Number.NaN })).toBeNull();
});

it('has no time left to tell before the first file', () => {
  expect(importRates({ ...progress, files: 100 })).toBe('0 files/s · 5.0 MB/s · 40 trials, 20/s');
});
