import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ensurePrograms } from './programs.mjs';

let base: string;
const ensure = () => ensurePrograms(base, ['lib/main.ts']);
const says = (folder: string | null) =>
  execFileSync(process.execPath, [path.join(folder!, 'lib/main.mjs')], { encoding: 'utf8' }).trim();

const now = Math.floor(Date.now() / 1000);
const inAnHour = now + 3_600;

/** A file of the past, as sources are, unless told otherwise. */
function write(file: string, text: string, changed = now - 60): void {
  const place = path.join(base, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  utimesSync(place, changed, changed);
}

beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'carryover-programs-')));
  write('package-lock.json', '{}');
  write('scripts/setup/programs.mjs', '');
  write('tsconfig.json', '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}');
  write('lib/main.ts', "import { word } from '@/lib/word';\nconsole.log(word satisfies string);");
  write('lib/word.ts', "export const word: string = 'one';");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

it('bundles what runs by itself, and leaves it alone while the sources stay', async () => {
  const folder = await ensure();
  expect(says(folder)).toBe('one');
  write('lib/elsewhere.ts', 'no program reads this');
  rmSync(path.join(folder!, 'lib/main.mjs'));
  expect(await ensure()).toBe(folder);
  expect(existsSync(path.join(folder!, 'lib/main.mjs'))).toBe(false);
});

it('follows the sources, and keeps what running processes may load from', async () => {
  const first = await ensure();
  write('lib/word.ts', "export const word: string = 'two';", now - 30);
  const second = await ensure();
  expect(says(second)).toBe('two');
  expect(says(first)).toBe('one');
  write('lib/word.ts', "export const word: string = 'one';", now - 20);
  expect(await ensure()).toBe(first);
});

it('reads again what may have changed while it was read', async () => {
  // Size and time tell nothing apart here.
  write('lib/word.ts', "export const word: string = 'one';", inAnHour);
  expect(says(await ensure())).toBe('one');
  write('lib/word.ts', "export const word: string = 'two';", inAnHour);
  expect(says(await ensure())).toBe('two');
});

it('makes the same when it is asked twice at once', async () => {
  const [one, other] = await Promise.all([ensure(), ensure()]);
  expect(one).toBe(other);
  expect(says(one)).toBe('one');
});

it('says why there is no bundle', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  write('lib/word.ts', 'export const word = ;');
  expect(await ensure()).toBeNull();
  expect(said.mock.lastCall![0]).toMatch(/TypeScript, which takes longer[\s\S]*word\.ts:1:20/);
});
