import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { unpackArchive } from './archive';
import { changeTarHeader, tarOf, type ZipEntry, zipOf } from './archive-fixture';
import { readFiles } from './tree-fixture';

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
  out = path.join(folder, 'out');
  await mkdir(out);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Unpacks into a folder that is empty again. */
const unpack = async (name: string, bytes: Buffer) => {
  const file = path.join(folder, name);
  await Promise.all([writeFile(file, bytes), rm(out, { recursive: true })]);
  await mkdir(out);
  return unpackArchive(file, out);
};
const text = (value: string) => Buffer.from(value);
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024);
const good: ZipEntry = { name: 'good.txt', data: text('good') };

describe('a hostile zip', () => {
  it('may not count a few bytes many times over', async () => {
    const kernel = { name: 'kernel', data: zeros(16) };
    const copies = Array.from({ length: 12 }, (_, i) => ({ ...kernel, name: `copy-${i}`, sharesWith: 0 }));
    await expect(unpack('overlap.zip', zipOf([kernel, ...copies]))).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringMatching(/expands more than 200 times/),
    });
  });

  it('may not hold more than it says', async () => {
    const liar = { name: 'liar', data: zeros(1), claimedBytes: 10 };
    await expect(unpack('liar.zip', zipOf([good, liar]))).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(
      unpack('braggart.zip', zipOf([{ ...good, claimedBytes: 0xfffffff0 }])),
    ).rejects.toMatchObject({ code: 'unreadable-file' });
  });

  it('may not take time with what is refused anyway', async () => {
    const climbing = { name: '../climbing', data: zeros(80) };
    await expect(unpack('refused.zip', zipOf([climbing, good]))).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
  });

  it('may be damaged inside an entry without ending the process', async () => {
    const random = seededRandom(1);
    const noise = Buffer.from(Array.from({ length: 40_000 }, () => Math.floor(random() * 256)));
    const whole = zipOf([{ name: 'a/b/noise', data: noise }]);
    for (let at = 45; at < 40_000; at += 2_497) {
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, at, at + 40);
      await expect(unpack('damaged.zip', bytes), `byte ${at}`).rejects.toMatchObject({
        code: 'unreadable-file',
      });
    }
  });

  it('may hold ways to compress that are not read here, which are named', async () => {
    const others = [93, 14, 99].map((method) => ({ name: `m${method}`, data: text('x'), method }));
    const { entries, refused } = await unpack('methods.zip', zipOf([...others, good]));
    expect(entries).toBe(1);
    expect(refused.map(({ reason }) => reason)).toEqual([
      'it is compressed with Zstandard, which is not read here',
      'it is compressed with LZMA, which is not read here',
      'it is compressed with method 99, which is not read here',
    ]);
  });

  it('may hold devices, pipes and sockets, which are refused', async () => {
    const modes = [0o020666, 0o060666, 0o010666, 0o140666];
    const { refused } = await unpack(
      'devices.zip',
      zipOf([...modes.map((mode, i) => ({ name: `d${i}`, data: text(''), mode })), good]),
    );
    expect(refused).toHaveLength(4);
    expect(await readdir(out)).toEqual(['good.txt']);
  });

  it('may hold names that are none, or a file where a folder is', async () => {
    const names = ['', '.', 'a\0b', 'x'.repeat(300), 'good.txt/inside', `${'d/'.repeat(70)}deep`];
    const entries = names.map((name) => ({ name, data: text('evil') }));
    const { entries: taken, refused } = await unpack('names.zip', zipOf([good, ...entries]));
    expect(taken).toBe(1);
    expect(refused.map(({ path: name }) => name)).toEqual(names);
    expect(await readdir(folder)).toEqual(['names.zip', 'out']);
    expect(await readdir(out)).toEqual(['good.txt']);
  });
});

describe('a hostile tar', () => {
  it('may not hide a climbing path in an extended header', async () => {
    const tar = await tarOf([
      { name: 'harmless.txt', pax: { path: '../../climbed.txt' }, data: 'evil' },
      { name: 'good.txt', data: 'good' },
    ]);
    const { entries, refused } = await unpack('pax.tar', tar);
    expect(entries).toBe(1);
    expect(refused).toEqual([{ path: '../../climbed.txt', reason: expect.stringMatching(/climbs out/) }]);
  });

  it('may hold sparse files, whose stored bytes are not what they held', async () => {
    const tar = await tarOf([
      { name: 'old-gnu', data: 'packed' },
      { name: 'pax', pax: { 'GNU.sparse.major': '1' }, data: 'packed' },
      { name: 'good.txt', data: 'good' },
    ]);
    const sparse = changeTarHeader(tar, 0, (header) => header.write('S', 156));
    const { refused } = await unpack('sparse.tar', sparse);
    expect(refused.map(({ path: name }) => name)).toEqual(['old-gnu', 'pax']);
    expect(refused.every(({ reason }) => reason.includes('sparse'))).toBe(true);
    expect(await readdir(out)).toEqual(['good.txt']);
  });

  it('may not claim sizes that nothing can hold', async () => {
    const tar = await tarOf([{ name: 'a', data: 'x' }]);
    const sizes = [
      '77777777777\0',
      '\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff',
      '\xff'.repeat(12),
      'not octal   ',
      '\x8f$\xe000000000 ',
    ];
    for (const size of sizes) {
      const hostile = changeTarHeader(tar, 0, (header) => header.write(size, 124, 'latin1'));
      await expect(unpack('sizes.tar', hostile), size).rejects.toMatchObject({ code: 'unreadable-file' });
    }
  });

  it('may not fill the memory by a header without end', async () => {
    const tar = await tarOf([{ name: 'a', data: zeros(8) }]);
    const hostile = changeTarHeader(tar, 0, (header) => header.write('x', 156));
    await expect(unpack('header.tar.gz', gzipSync(hostile))).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(/max size/),
    });
  });

  it('may not unfold without end, gzipped', async () => {
    const tar = await tarOf([{ name: 'zeros', data: zeros(80) }]);
    await expect(unpack('bomb.tgz', gzipSync(tar, { level: 9 }))).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringMatching(/bomb\.tgz expands more than 200 times/),
    });
  });
});

describe('archives that are not opened', () => {
  it('refuses by name what lies packed inside an import', async () => {
    const bomb = zipOf([{ name: 'zeros', data: zeros(1) }]);
    const { outcomes } = await readFiles({
      'inner.zip': bomb,
      'inner.tar.gz': gzipSync(await tarOf([{ name: 'a', data: 'x' }])),
      'logs.json.zst': Buffer.from('28b52ffd0458110000', 'hex'),
      'logs.tar.xz': Buffer.from('fd377a585a000004', 'hex'),
      'logs.tar.bz2': text('BZh91AY&SY'),
      'notes.txt': text('BZh is how bzip2 begins'),
    });
    const reasons = Object.fromEntries(
      [...outcomes].map(([file, outcome]) => [file, outcome.status === 'refused' ? outcome.reason : '']),
    );
    expect(reasons['inner.zip']).toMatch(/an archive inside the import; unpack it/);
    expect(reasons['inner.tar.gz']).toMatch(/compressed file inside the import; unpack it/);
    expect(reasons['logs.json.zst']).toMatch(/compressed with Zstandard/);
    expect(reasons['logs.tar.xz']).toMatch(/compressed with xz/);
    expect(reasons['logs.tar.bz2']).toMatch(/compressed with bzip2/);
    expect(reasons['notes.txt']).not.toMatch(/compressed/);
  });

  it('names the compression of one that was brought in by itself', async () => {
    const packed = Buffer.from('28b52ffd0458110000', 'hex');
    await expect(unpack('runs.tar.zst', packed)).rejects.toMatchObject({
      message: 'runs.tar.zst is compressed with Zstandard, which is not read here.',
    });
  });

  it('does not inflate a log without end', async () => {
    const header = { version: 2, status: 'success', eval: { task: 't', model: 'm' } };
    const sample = zeros(80);
    const samples = Array.from({ length: 5 }, (_, i) => ({
      name: `samples/${i}_epoch_1.json`,
      data: sample,
      ...(i > 0 ? { sharesWith: 1 } : {}),
    }));
    const bomb = zipOf([{ name: 'header.json', data: text(JSON.stringify(header)) }, ...samples]);
    const { records, notes, outcomes } = await readFiles({ 'bomb.eval': bomb });
    expect(records).toEqual([]);
    expect(JSON.stringify(notes)).toContain('bomb.eval expands more than 200 times');
    expect(outcomes.get('bomb.eval')).toMatchObject({ status: 'refused' });
  });
});

it('keeps what was whole of a readable archive, byte for byte', async () => {
  await unpack('one.zip', zipOf([good]));
  expect(await readFile(path.join(out, 'good.txt'), 'utf8')).toBe('good');
});
