import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { isAppError } from '@/lib/core/errors';
import { type Random, seededRandom } from '@/lib/core/random';
import { readAll } from '../read-tree';
import { unpackArchive } from '../source/archive';
import { changeTarHeader, tarOf, zipOf } from '../source/archive-fixture';
import { openFolder } from '../source/open-folder';
import { processorMs } from './run-case';

const kinds = ['zip', 'tar', 'tar.gz'] as const;

export interface ArchiveCase {
  seed: number;
  kind: (typeof kinds)[number];
  outcome: 'unpacked' | 'refused';
  ms: number;
  /** What should not have happened, in words. */
  faults: string[];
}

/** Unpacking one small archive may never take longer than this. */
const slowest = 5_000;

const below = (random: Random, n: number): number => Math.floor(random() * n);

const files = ['a/result.json', 'a/agent/log.txt', 'b.jsonl', 'c.csv'].map((name, i) => ({
  name,
  data: `{"n": ${i}}\n`.repeat(30 * i + 1),
}));
const link = { name: 'l', type: 'symlink', linkname: 'a' } as const;

/** The archives that are damaged. */
export async function makeArchives(): Promise<{ zip: Buffer; tar: Buffer }> {
  return {
    zip: zipOf(files.map(({ name, data }) => ({ name, data: Buffer.from(data) }))),
    tar: await tarOf([{ name: 'a/', type: 'directory' }, ...files, link]),
  };
}

/**
 * Damages a header of an archive, unpacks it and reads what came out. The same seed gives the same case.
 *
 * @param folder empty; it is left so
 */
export async function runArchiveCase(
  whole: { zip: Buffer; tar: Buffer },
  seed: number,
  folder: string,
): Promise<ArchiveCase> {
  const random = seededRandom(seed);
  const kind = kinds[seed % kinds.length]!;
  const name = `logs.${kind}`;
  writeFileSync(path.join(folder, name), damaged(kind, whole, random));
  mkdirSync(path.join(folder, 'out'));
  const start = processorMs();
  const { outcome, faults } = await unpackAndCheck(path.join(folder, name), path.join(folder, 'out'));
  const ms = processorMs() - start;
  if (ms > slowest) faults.push(`it took ${(ms / 1000).toFixed(1)} s`);
  const strangers = readdirSync(folder).filter((entry) => entry !== name && entry !== 'out');
  if (strangers.length > 0) faults.push(`it wrote outside of its folder: ${strangers.join(', ')}`);
  for (const entry of readdirSync(folder)) rmSync(path.join(folder, entry), { recursive: true });
  return { seed, kind, outcome, ms, faults };
}

async function unpackAndCheck(file: string, out: string): Promise<Pick<ArchiveCase, 'outcome' | 'faults'>> {
  const faults: string[] = [];
  try {
    const { entries, refused } = await unpackArchive(file, out);
    const tree = await openFolder(out);
    if (tree.paths.length !== entries) faults.push(`${tree.paths.length} files came out, not ${entries}`);
    if (refused.some(({ reason }) => reason === '')) faults.push('an entry was refused without a reason');
    const { outcomes } = await readAll(tree);
    if (outcomes.size !== tree.paths.length) faults.push('a file was dropped without a word');
    return { outcome: 'unpacked', faults };
  } catch (error) {
    const expected = isAppError(error) && ['unreadable-file', 'limit-exceeded'].includes(error.code);
    if (!expected) faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { outcome: 'refused', faults };
  }
}

/** Fills a field of one header by chance or with an extreme; a tar's checksum is made right again, mostly. */
function damaged(kind: ArchiveCase['kind'], whole: { zip: Buffer; tar: Buffer }, random: Random): Buffer {
  const fill = (header: Buffer) => {
    const at = below(random, header.length);
    const end = Math.min(header.length, at + 1 + below(random, 8));
    if (random() < 0.5) header.fill(random() < 0.5 ? 0 : 0xff, at, end);
    else for (let i = at; i < end; i++) header[i] = below(random, 256);
  };
  if (kind === 'zip') {
    const bytes = Buffer.from(whole.zip);
    const headers = placesOf(bytes, ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06']);
    const at = headers[below(random, headers.length)]!;
    fill(bytes.subarray(at + 4, at + 46));
    return bytes;
  }
  const at = 512 * below(random, whole.tar.length / 512);
  const bytes = random() < 0.6 ? changeTarHeader(whole.tar, at, fill) : Buffer.from(whole.tar);
  if (random() < 0.4) fill(bytes.subarray(at, at + 512));
  return kind === 'tar' ? bytes : gzipSync(bytes, { level: 1 });
}

function placesOf(bytes: Buffer, marks: readonly string[]): number[] {
  const found: number[] = [];
  for (const mark of marks) {
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 1, 'latin1'))
      found.push(at);
  }
  return found;
}
