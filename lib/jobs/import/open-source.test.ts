import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tarOf } from '@/lib/importers/source/archive-fixture';
import { openSources } from './open-source';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'carryover-sources-'));
  vi.stubEnv('CARRYOVER_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

it('tells of entries that were left out of an archive whenever it is opened, not only the first time', async () => {
  const file = path.join(home, 'runs.tar');
  const link = { name: 'link', type: 'symlink', linkname: '/etc/passwd' } as const;
  writeFileSync(file, await tarOf([link, { name: 'notes.txt', data: 'words' }]));
  const run = { signal: new AbortController().signal, report: () => {} };
  for (const time of ['unpacked', 'found unpacked']) {
    const [opened] = await openSources([{ kind: 'folder', path: file }], 'one-import', run);
    expect(opened?.tree.paths, time).toEqual(['notes.txt']);
    expect(opened?.refused, time).toEqual([
      { path: 'link', reason: expect.stringContaining('symbolic link') },
    ]);
  }
});
