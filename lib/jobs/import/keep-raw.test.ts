import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '@/db/testing';
import { findPlaces } from '@/lib/artefacts/find-places';
import { PackWriter } from '@/lib/artefacts/packs';
import { openDiskFile } from '@/lib/importers/source/disk-file';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import { openFolder } from '@/lib/importers/source/open-folder';
import { writePackedArtefacts } from '@/lib/mutations/records/write-import-files';
import { keepRaw } from './keep-raw';
import { readUnit } from './read-unit';

let store: TestStore;
let root: string;
beforeAll(async () => {
  store = await openTestStore();
  root = await mkdtemp(path.join(tmpdir(), 'raw-'));
});
afterAll(async () => {
  await store.close();
  await rm(root, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Small and large contents in turn, so that some are joined and some handed over as they are. */
const contents = (mark: string) =>
  Array.from({ length: 12 }, (_, i) =>
    Buffer.from(`{"${mark}": "${'x'.repeat(i % 3 === 0 ? 70_000 : i * 100)}"}`),
  );

async function keepAll(bytes: readonly Buffer[]): Promise<void> {
  for (const [i, content] of bytes.entries()) await writeFile(path.join(root, `${i}.json`), content);
  const tree = (await openFolder(root)) as DiskTree;
  const packs = new PackWriter();
  for await (const batch of readUnit(tree, { visit: tree.paths })) {
    const rows = await keepRaw(store.db, tree, batch, packs);
    await store.db.transaction((tx) => writePackedArtefacts(tx, rows));
  }
  await packs.close();
}

async function stored(content: Buffer): Promise<Buffer | null> {
  const place = (await findPlaces(store.db, [sha256(content)])).get(sha256(content));
  return place ? openDiskFile(place, 'stored').bytes() : null;
}

describe('raw contents', () => {
  it('come back byte for byte, when all are new and when some were there', async () => {
    const first = contents('first');
    await keepAll(first);
    for (const content of first) expect(await stored(content)).toEqual(content);

    const mixed = contents('second').map((content, i) => (i % 2 === 0 ? first[i]! : content));
    await keepAll(mixed);
    for (const content of mixed) expect(await stored(content)).toEqual(content);
  });
});
