import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveKind, unpackArchive } from './archive';
import { tarOf, zipOf } from './archive-fixture';

let folder: string;
let out: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'archive-'));
  out = await mkdtemp(path.join(tmpdir(), 'unpacked-'));
});
afterEach(async () => {
  await Promise.all([folder, out].map((dir) => rm(dir, { recursive: true, force: true })));
});

async function saved(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const text = (value: string) => Buffer.from(value);

describe('unpackArchive', () => {
  it('unpacks a zip with folders', async () => {
    const file = await saved(
      'runs.zip',
      zipOf([
        { name: 'a/', data: text('') },
        { name: 'a/b.json', data: text('{"x":1}') },
      ]),
    );
    expect(await archiveKind(file)).toBe('zip');
    expect(await unpackArchive(file, out)).toEqual({ entries: 1, bytes: 7, refused: [] });
    expect(await readFile(path.join(out, 'a/b.json'), 'utf8')).toBe('{"x":1}');
  });

  it.each(['tar', 'tar.gz'] as const)('unpacks a %s', async (kind) => {
    const tar = await tarOf([
      { name: './a/b.json', data: '{"x":1}' },
      { name: 'c.txt', data: 'c' },
    ]);
    const file = await saved('upload.bin', kind === 'tar' ? tar : gzipSync(tar));
    expect(await archiveKind(file)).toBe(kind);
    expect(await unpackArchive(file, out)).toEqual({ entries: 2, bytes: 8, refused: [] });
    expect(await readFile(path.join(out, 'a/b.json'), 'utf8')).toBe('{"x":1}');
  });

  it('refuses entries of a zip that climb out or are links, and takes the rest', async () => {
    const hostile = ['../up.txt', '/abs.txt', 'C:/drive.txt', 'a\\..\\b.txt', 'x/../../y.txt'];
    const file = await saved(
      'evil.zip',
      zipOf([
        ...hostile.map((name) => ({ name, data: text('evil') })),
        { name: 'link', data: text('/etc/passwd'), mode: 0o120777 },
        { name: 'secret.txt', data: text('x'), flags: 1 },
        { name: 'good.txt', data: text('good') },
        { name: 'good.txt', data: text('again') },
      ]),
    );
    const { entries, refused } = await unpackArchive(file, out);
    expect(entries).toBe(1);
    expect(refused.map((r) => r.path)).toEqual([...hostile, 'link', 'secret.txt', 'good.txt']);
    expect(refused.map((r) => r.reason).join('; ')).toMatch(
      /climbs out.*absolute.*drive.*backslash.*climbs out.*symbolic.*encrypted.*twice/,
    );
    expect(await readdir(out)).toEqual(['good.txt']);
    expect(await readFile(path.join(out, 'good.txt'), 'utf8')).toBe('good');
    expect(await readdir(path.dirname(out))).not.toContain('up.txt');
  });

  it('refuses links and devices of a tar, and takes the rest', async () => {
    const file = await saved(
      'evil.tar',
      await tarOf([
        { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'hard', type: 'link', linkname: 'good.txt' },
        { name: 'null', type: 'character-device' },
        { name: '../up.txt', data: 'evil' },
        { name: 'good.txt', data: 'good' },
      ]),
    );
    const { entries, refused } = await unpackArchive(file, out);
    expect(entries).toBe(1);
    expect(refused.map((r) => r.path)).toEqual(['link', 'hard', 'null', '../up.txt']);
    expect(await readdir(out)).toEqual(['good.txt']);
  });

  it('stops an archive that expands without end', async () => {
    const file = await saved(
      'bomb.zip',
      zipOf([{ name: 'zeros.bin', data: Buffer.alloc(80 * 1024 * 1024) }]),
    );
    await expect(unpackArchive(file, out)).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringMatching(/bomb\.zip expands more than 200 times \(stopped in zeros\.bin\)/),
    });
    const many = await saved(
      'many.zip',
      zipOf(Array.from({ length: 30 }, (_, i) => ({ name: `${i}`, data: text('x') }))),
    );
    await expect(unpackArchive(many, out, { limits: { entries: 20 } })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
    const big = await saved('big.tar', await tarOf([{ name: 'a', data: 'x'.repeat(5000) }]));
    await expect(unpackArchive(big, out, { limits: { totalBytes: 1000 } })).rejects.toMatchObject({
      code: 'limit-exceeded',
      message: expect.stringContaining('big.tar unpacks to more than 1000 bytes'),
    });
  });

  it('refuses cut archives as a whole and says how far they were read', async () => {
    const entries = [
      { name: 'one.txt', data: 'x'.repeat(2000) },
      { name: 'two.txt', data: 'y'.repeat(2000) },
    ];
    const zip = zipOf(entries.map(({ name, data }) => ({ name, data: text(data) })));
    const tar = await tarOf(entries);
    const noise = Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 251));
    const gz = gzipSync(await tarOf([{ name: 'one.txt', data: noise.toString('latin1') }]));
    const boundary = 512 + 2048;
    for (const [name, bytes, seen] of [
      ['cut.zip', zip.subarray(0, zip.length - 30), '0 entries'],
      ['cut.tar', tar.subarray(0, 3000), '1 entry'],
      ['cut-between.tar', tar.subarray(0, boundary), '1 entry'],
      ['cut.tar.gz', gz.subarray(0, gz.length - 200), '1 entry'],
    ] as const) {
      const file = await saved(name, bytes);
      await expect(unpackArchive(file, out, { name }), name).rejects.toMatchObject({
        code: 'unreadable-file',
        where: name,
        message: expect.stringMatching(new RegExp(`^${name} is cut off or damaged .*${seen} had been read`)),
      });
      await rm(out, { recursive: true });
      out = await mkdtemp(path.join(tmpdir(), 'unpacked-'));
    }
  });

  it('notices a flipped byte by the checksum', async () => {
    const bytes = zipOf([{ name: 'a.txt', data: text('hello hello hello') }]);
    bytes[14] = bytes[14]! ^ 0xff;
    const at = bytes.indexOf('PK\x01\x02', 0, 'latin1') + 16;
    bytes[at] = bytes[at]! ^ 0xff;
    const file = await saved('flipped.zip', bytes);
    await expect(unpackArchive(file, out)).rejects.toMatchObject({
      message: expect.stringContaining('checksum'),
    });
  });

  it('names what is no archive', async () => {
    const gz = await saved('one.json.gz', gzipSync(text('{}')));
    await expect(unpackArchive(gz, out)).rejects.toMatchObject({
      message: expect.stringContaining('one compressed file'),
    });
    const plain = await saved('plain.zip', text('plain'));
    await expect(unpackArchive(plain, out)).rejects.toMatchObject({ code: 'unreadable-file' });
  });

  it('obeys a cancelled signal and reports progress', async () => {
    const file = await saved(
      'runs.zip',
      zipOf([
        { name: 'a', data: text('a') },
        { name: 'b', data: text('bb') },
      ]),
    );
    const progress: number[] = [];
    await unpackArchive(file, out, { onProgress: ({ bytes }) => progress.push(bytes) });
    expect(progress).toEqual([1, 3]);
    await expect(unpackArchive(file, out, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
