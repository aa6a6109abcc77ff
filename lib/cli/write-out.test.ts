import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeOut } from './write-out';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-write-out-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (words: string) => new TextEncoder().encode(words);

it('takes piece after piece as the disk takes them, and names the file once it is whole', async () => {
  const file = path.join(folder, 'whole');
  const piece = new Uint8Array(1 << 20).fill(7);
  let [made, most] = [0, 0];
  async function* pieces() {
    for (let i = 0; i < 200; i++) {
      made += piece.byteLength;
      most = Math.max(most, process.memoryUsage().arrayBuffers);
      expect(readdirSync(folder)).not.toContain('whole');
      yield piece.slice();
    }
  }
  expect(await writeOut(file, pieces())).toBe(made);
  expect(readFileSync(file)).toHaveLength(made);
  expect(most).toBeLessThan(made / 2);
  expect(readdirSync(folder)).toEqual(['whole']);
});

it('leaves what was there before when the pieces break off', async () => {
  const file = path.join(folder, 'before');
  writeFileSync(file, 'old');
  async function* broken() {
    yield text('ne');
    throw new Error('no more');
  }
  await expect(writeOut(file, broken())).rejects.toThrow('no more');
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.startsWith('before'))).toEqual(['before']);
});

it('says where it cannot write', async () => {
  async function* pieces() {
    yield text('x');
  }
  await expect(writeOut(path.join(folder, 'none', 'file'), pieces())).rejects.toMatchObject({
    code: 'invalid-input',
    where: '--out',
    message: expect.stringContaining('could not be written'),
  });
});
