import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceTree } from '../importer';
import { headRecords, jsonRecords } from './json-records';
import { streamLines } from './lines';
import { openFile } from './open-file';
import { openFolder } from './open-folder';
import { visitOrder } from './visit-order';

let root: string;
let tree: SourceTree;

const files: Record<string, string | Buffer> = {
  'bom.json': '\ufeff{"a":1}',
  'utf16.json': Buffer.from('\ufeff{"a":"ü"}', 'utf16le'),
  'nan.json': '{"a":NaN}',
  'cut.json': '{"a":[1,2',
  'empty.json': '',
  'lines.jsonl': '{"a":1}\nnot json\n\n{"a":NaN}\r\n{"a":3}',
  'array.jsonl': '[\n {"a":1},\n {"a":2}\n]',
  'one.jsonl': '{"a":1}\n',
  'unnamed-lines.log': '{"a":1}\n{"a":2}\n',
  'notes.md': '# hello',
  'pool.pkl': Buffer.from('(lp0\n.'),
  'renamed.bin': Buffer.from([0x80, 4, 0x5d, 0x2e]),
  'image.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]),
  'deep/er/file.txt': 'x',
};

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'source-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.join(root, path.dirname(name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  await symlink('/etc/passwd', path.join(root, 'link'));
  await symlink(root, path.join(root, 'loop'));
  tree = await openFolder(root);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('openFolder', () => {
  it('lists plain files and refuses links without following them', () => {
    expect(tree.paths).toEqual(Object.keys(files).sort());
    expect(tree.refused.map((r) => r.path).sort()).toEqual(['link', 'loop']);
    expect(tree.refused[0]?.reason).toContain('symbolic link');
    expect(tree.children('deep/er')).toEqual(['deep/er/file.txt']);
  });

  it('refuses a socket', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'socket-'));
    const server = createServer();
    await new Promise<void>((done) => server.listen(path.join(folder, 's'), done));
    expect((await openFolder(folder)).refused).toEqual([{ path: 's', reason: 'a socket, not a file' }]);
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true });
  });

  it('stops at its limits and at what is no folder', async () => {
    await expect(openFolder(root, { limits: { depth: 1 } })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
    await expect(openFolder(root, { limits: { files: 3 } })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
    await expect(openFolder(path.join(root, 'none'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(openFolder(path.join(root, 'bom.json'))).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('opens one file as a tree of one path', async () => {
    const one = await openFile(path.join(root, 'bom.json'), { name: 'their name.json' });
    expect(one.paths).toEqual(['their name.json']);
    expect(await (await one.open('their name.json')).json()).toEqual({ a: 1 });
  });
});

describe('what a file is', () => {
  it.each([
    ['bom.json', 'json'],
    ['utf16.json', 'json'],
    ['cut.json', 'json'],
    ['empty.json', 'empty'],
    ['lines.jsonl', 'jsonl'],
    ['array.jsonl', 'json'],
    ['one.jsonl', 'jsonl'],
    ['unnamed-lines.log', 'jsonl'],
    ['notes.md', 'text'],
    ['pool.pkl', 'pickle'],
    ['renamed.bin', 'pickle'],
    ['image.png', 'binary'],
  ])('%s is %s', async (name, kind) => {
    expect((await tree.open(name)).kind).toBe(kind);
  });

  it('decodes what it can and says what it conceded', async () => {
    expect(await (await tree.open('bom.json')).json()).toEqual({ a: 1 });
    const wide = await tree.open('utf16.json');
    expect(await wide.json()).toEqual({ a: 'ü' });
    expect(wide.concessions).toEqual(['decoded from UTF-16LE']);
    const nan = await tree.open('nan.json');
    expect(await nan.json()).toEqual({ a: null });
    expect(nan.concessions).toHaveLength(1);
    await expect((await tree.open('cut.json')).json()).rejects.toThrow(/cut\.json is cut off in the middle/);
    await expect((await tree.open('notes.md')).bytes(3)).rejects.toMatchObject({ code: 'limit-exceeded' });
  });
});

describe('lines', () => {
  it('goes on after a bad line and forgives NaN', async () => {
    const records = [];
    for await (const record of jsonRecords(await tree.open('lines.jsonl'))) records.push(record);
    expect(records.map((r) => [r.where, r.problem === undefined ? r.value : 'bad'])).toEqual([
      ['line 1', { a: 1 }],
      ['line 2', 'bad'],
      ['line 4', { a: null }],
      ['line 5', { a: 3 }],
    ]);
    expect(headRecords(await tree.open('lines.jsonl'))).toEqual([{ a: 1 }, { a: null }, { a: 3 }]);
  });

  it('passes over a line beyond the limit without holding it', async () => {
    const lines = [];
    const place = path.join(root, 'lines.jsonl');
    for await (const line of streamLines({ file: place }, 'utf-8', 7))
      lines.push(line.problem ? 'too long' : line.text);
    expect(lines).toEqual(['{"a":1}', 'too long', '', 'too long', '{"a":3}']);
  });
});

describe('visitOrder', () => {
  it('reads shallow files first and results before their neighbours', () => {
    const paths = ['b/agent/trajectory.json', 'b/config.json', 'b/result.json', 'z.json', 'a/x.json'];
    expect(visitOrder(paths)).toEqual([
      'z.json',
      'a/x.json',
      'b/result.json',
      'b/config.json',
      'b/agent/trajectory.json',
    ]);
  });
});
