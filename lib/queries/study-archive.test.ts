import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importFile } from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { type ArchiveManifest, manifestName } from '@/lib/importers/carryover-archive/manifest';
import { closeQueue } from '@/lib/jobs/queue';
import { JobRunner } from '@/lib/jobs/runner';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { getGains } from './get-gains';
import { getJob } from './jobs';
import { archiveFiles } from './study-archive';

let store: TestStore;
let runner: JobRunner;
let folder: string;
beforeAll(async () => {
  store = await openTestStore();
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-archive-'));
  runner = new JobRunner(store);
  await runner.start();
});
afterAll(async () => {
  await runner?.stop();
  await closeCompute();
  await closeQueue();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = [
  { type: 'task', benchmark: 'alpha', task: 't1', text: 'Mend it.', answer: '+fix' },
  {
    type: 'memory',
    pool: 'p',
    id: 'm1',
    memoryType: 'insight',
    title: 'T',
    content: 'C',
    success: false,
    madeAt: '2026-01-02T08:00:00.000Z',
    embeddings: [{ model: 'e', vector: [0.1, -0.5] }],
  },
  ...['t1', 't2', 't3'].flatMap((task, i) =>
    ['zero-shot', 'insight'].map((condition, side) => ({
      type: 'trial',
      id: `${condition} ${task}`,
      benchmark: 'alpha',
      task,
      condition,
      attempt: 1,
      reward: i === 2 ? null : side,
      exception: i === 2 ? { type: 'Timeout', message: 'late' } : null,
      model: 'm',
      settings: { topN: 3, scope: 'in-domain' },
      inputTokens: 10,
      costUsd: 0.25,
      steps: [{ source: 'agent', message: `hi ${task}`, toolCalls: [{ name: 'bash', input: 'ls' }] }],
      retrieval: { query: 'q', method: 'cosine', hits: [{ memory: 'm1', score: 0.5, text: 'C' }] },
    })),
  ),
];

async function importInto(studyId: string, source: string) {
  const { job, importId } = await startImport(store.db, {
    studyId,
    label: source,
    sources: [{ kind: 'folder', path: source }],
    conditionLabel: null,
  });
  for (;;) {
    const row = await getJob(store.db, job.id);
    if (row && row.state !== 'queued' && row.state !== 'running') {
      expect(row).toMatchObject({ state: 'done', error: null });
      return store.db.select().from(importFile).where(eq(importFile.importId, importId));
    }
    await sleep(30);
  }
}

async function archiveTo(studyId: string, name: string) {
  const place = mkdtempSync(path.join(folder, name));
  let manifest: ArchiveManifest | null = null;
  const sorted: string[] = [];
  for await (const file of archiveFiles(store.db, studyId, { steps: true })) {
    writeFileSync(path.join(place, file.name), file.content);
    if (file.name === manifestName) manifest = JSON.parse(file.content.toString()) as ArchiveManifest;
    else sorted.push(...file.content.toString().trim().split('\n'));
  }
  return { place, manifest: manifest!, lines: sorted.sort() };
}

it('an archive brought in elsewhere holds the same lines and gives the same gains, and tells when it was tampered with', async () => {
  writeFileSync(path.join(folder, 'own.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const first = (await createStudy(store.db, { name: 'First' })).id;
  await importInto(first, path.join(folder, 'own.jsonl'));
  const archive = await archiveTo(first, 'first');
  expect(archive.manifest.parts.map(({ path: part }) => part)).toEqual([
    'tasks-0001.jsonl',
    'memories-0001.jsonl',
    'trials-0001.jsonl',
  ]);
  expect(archive.lines).toHaveLength(3 + 1 + 6 * 2);

  const second = (await createStudy(store.db, { name: 'Second' })).id;
  const files = await importInto(second, archive.place);
  expect(files.map(({ outcome }) => outcome).sort()).toEqual(
    expect.arrayContaining(['understood', 'understood', 'understood']),
  );
  expect(files.flatMap(({ rejections }) => rejections)).toEqual([]);
  expect((await archiveTo(second, 'second')).lines).toEqual(archive.lines);
  const gainsOf = async (studyId: string) =>
    new Map(
      (await getGains(store.db, { studyId, k: 1 })).conditions.map(({ label, totals }) => [label, totals]),
    );
  expect(await gainsOf(second)).toEqual(await gainsOf(first));

  writeFileSync(path.join(archive.place, 'trials-0001.jsonl'), `${JSON.stringify(lines.at(-1))}\n`);
  const third = (await createStudy(store.db, { name: 'Third' })).id;
  const tampered = await importInto(third, archive.place);
  const said = tampered.flatMap(({ path: of, rejections, reason }) => [
    ...rejections.map((r) => `${of}: ${r.where}: ${r.reason}`),
    reason ?? '',
  ]);
  expect(said.join('\n')).toMatch(/trials-0001\.jsonl.*not what the manifest says/);
}, 120_000);
