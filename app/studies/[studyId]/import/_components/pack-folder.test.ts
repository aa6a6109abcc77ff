import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { archiveKind, unpackArchive } from '@/lib/importers/source/archive';
import { packFolder } from './pack-folder';

it('packs a folder so that our own reader unpacks it, long names and empty files included', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-pack-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const long = `${'a-folder-with-a-long-name/'.repeat(8)}résultat.json`;
  const files = {
    'run/result.json': '{"a": 1}',
    'run/empty.txt': '',
    [long]: 'x'.repeat(1_000),
    'run/exactly-one-block': 'y'.repeat(512),
  };
  const packed = packFolder(
    Object.entries(files).map(([name, text]) => ({ path: name, file: new Blob([text]) })),
  );
  const archive = path.join(folder, 'packed.tar');
  await writeFile(archive, Buffer.from(await packed.arrayBuffer()));
  expect(await archiveKind(archive)).toBe('tar');
  const into = mkdtempSync(path.join(folder, 'into-'));
  expect(await unpackArchive(archive, into)).toMatchObject({ entries: 4, refused: [] });
  for (const [name, text] of Object.entries(files))
    expect(readFileSync(path.join(into, name), 'utf8')).toBe(text);
});
