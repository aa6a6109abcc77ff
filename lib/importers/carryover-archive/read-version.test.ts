import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveInStream, archiveOnDisk } from './archive-parts';
import { manifestName } from './manifest';
import { readVersion } from './read-version';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-version-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = (...values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const trials = lines(
  { type: 'trial', id: 'a', benchmark: 'b', task: 't', condition: 'zero-shot', reward: 1, attempt: 2 },
  { type: 'step', source: 'agent', message: 'hi' },
  {
    type: 'trial',
    id: 'harbor:b',
    benchmark: 'b',
    task: 't',
    condition: 'late',
    reward: null,
    exception: 'Timeout',
  },
);
const parts: Record<string, string> = {
  'tasks-0001.jsonl': lines({ type: 'task', benchmark: 'b', task: 't', text: 'Mend it.' }),
  'memories-0001.jsonl': lines({
    ...{ type: 'memory', pool: 'p', id: 'm', memoryType: 'insight', title: 'T', content: 'C' },
    embeddings: [{ model: 'e', vector: [0.5, null] }],
  }),
  'trials-0001.jsonl': trials,
  'notes-0001.jsonl': lines({ type: 'memory-note', pool: 'p', memory: 'm', originalType: 'x' }),
};
const manifestOf = (contents: Record<string, string>, given: object = {}) =>
  JSON.stringify({
    format: 'carryover-archive',
    version: 1,
    study: { name: 'S', description: '', synthetic: false, passThreshold: 0.5, baseline: null },
    conditions: [{ label: 'zero-shot', settings: { topN: 1 }, basis: null, aliases: [] }],
    parts: Object.entries(contents).map(([name, content]) => ({
      path: name,
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: Buffer.byteLength(content),
      lines: 1,
    })),
    claims: [],
    leftOut: {},
    codeVersion: 'test',
    ...given,
  });

async function tarOf(contents: Record<string, string>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(contents)) tar.entry({ name: `made/${name}` }, content);
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}

let made = 0;
async function readTar(contents: Record<string, string>) {
  const file = path.join(folder, `${made++}.tar.gz`);
  writeFileSync(file, gzipSync(await tarOf(contents)));
  return readVersion(archiveOnDisk(file), 'S.tar.gz');
}

const whole = { ...parts, [manifestName]: manifestOf(parts) };

describe('an archive as a version', () => {
  it('holds what its lines say, whatever their order, packed or not', async () => {
    const version = await readTar(whole);
    expect(version).toMatchObject({
      name: 'S.tar.gz',
      threshold: 0.5,
      // Nobody chose one: the likely one, as pages show it.
      baseline: 'zero-shot',
      conditions: [{ label: 'zero-shot', settings: { topN: 1 } }, { label: 'late' }],
      tasks: [{ benchmark: 'b', task: 't' }],
      trials: [
        { id: 'a', condition: 'zero-shot', reward: 1, attempt: 2, exceptionType: null },
        { id: 'harbor:b', condition: 'late', reward: null, exceptionType: 'Timeout' },
      ],
      memories: [{ pool: 'p', id: 'm', type: 'insight' }],
    });
    const reversed = Object.fromEntries(Object.entries(whole).reverse());
    expect(await readTar(reversed)).toEqual(version);
    for (const [name, content] of Object.entries(whole)) writeFileSync(path.join(folder, name), content);
    expect(await readVersion(archiveOnDisk(folder), 'S.tar.gz')).toEqual(version);
    const plain = await tarOf(whole);
    async function* pieces() {
      for (let from = 0; from < plain.length; from += 100) yield plain.subarray(from, from + 100);
    }
    expect(await readVersion(archiveInStream(pieces(), 'stream'), 'S.tar.gz')).toEqual(version);
  });

  it.each([
    [
      'changed',
      { ...whole, 'trials-0001.jsonl': trials.replace('"reward":1', '"reward":0') },
      /trials-0001\.jsonl is not what/,
    ],
    [
      'cut off',
      { ...whole, 'trials-0001.jsonl': trials.slice(0, -20) },
      /trials-0001\.jsonl of S\.tar\.gz is damaged in line 3/,
    ],
    [
      'taken out',
      { 'trials-0001.jsonl': trials, [manifestName]: whole[manifestName]! },
      /tasks-0001\.jsonl is missing/,
    ],
    ['put in', { ...whole, 'trials-0002.jsonl': trials }, /trials-0002\.jsonl is not among the parts/],
    ['a note changed', { ...whole, 'notes-0001.jsonl': '{}\n' }, /notes-0001\.jsonl is not what/],
    [
      'a broken manifest',
      { ...parts, [manifestName]: '{"format":' },
      /carryover-archive\.json of S\.tar\.gz cannot be read/,
    ],
    [
      'another manifest',
      { ...parts, [manifestName]: manifestOf(parts, { version: 2 }) },
      /cannot be read: version/,
    ],
  ])('names the file where something was %s', async (_, contents, message) => {
    await expect(readTar(contents as Record<string, string>)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(message),
    });
  });

  it('says what is no archive, and what is not there', async () => {
    await expect(readTar({ 'own.txt': 'x' })).rejects.toMatchObject({ code: 'unknown-format' });
    await expect(readVersion(archiveOnDisk(path.join(folder, 'none')), 'none')).rejects.toMatchObject({
      code: 'not-found',
    });
    const cut = path.join(folder, 'cut.tar.gz');
    writeFileSync(cut, gzipSync(await tarOf(whole)).subarray(0, 300));
    await expect(readVersion(archiveOnDisk(cut), 'cut')).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining('cannot be read as an archive'),
    });
    const text = path.join(folder, 'text');
    writeFileSync(text, 'no tar at all\n'.repeat(100));
    await expect(readVersion(archiveOnDisk(text), 'text')).rejects.toMatchObject({ code: 'unreadable-file' });
  });
});
