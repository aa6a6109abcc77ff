import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceDigest } from './source-digest.mjs';

let base: string;
const at = (file: string) => path.join(base, file);
const digest = () => sourceDigest(base, ['app', 'lock.json', 'not-there']);

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'carryover-digest-'));
  mkdirSync(at('app/gains'), { recursive: true });
  writeFileSync(at('app/page.tsx'), 'a page');
  writeFileSync(at('app/gains/page.tsx'), 'gains');
  writeFileSync(at('lock.json'), '{}');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('does not depend on times', () => {
  const before = digest();
  utimesSync(at('app/page.tsx'), 0, 0);
  expect(digest()).toBe(before);
});

it.each<[string, () => void]>([
  ['an edit', () => writeFileSync(at('app/gains/page.tsx'), 'gainz')],
  ['a new file', () => writeFileSync(at('app/new.tsx'), '')],
  ['a removal', () => rmSync(at('lock.json'))],
  ['a rename', () => renameSync(at('app/page.tsx'), at('app/other.tsx'))],
])('notices %s', (_name, change) => {
  const before = digest();
  change();
  expect(digest()).not.toBe(before);
});

it('leaves tests out', () => {
  const before = digest();
  writeFileSync(at('app/gains/page.test.ts'), 'a test');
  expect(digest()).toBe(before);
});

it('keeps neighbours apart', () => {
  writeFileSync(at('app/a'), 'xy');
  writeFileSync(at('app/b'), 'z');
  const before = digest();
  writeFileSync(at('app/a'), 'x');
  writeFileSync(at('app/b'), 'yz');
  expect(digest()).not.toBe(before);
});
