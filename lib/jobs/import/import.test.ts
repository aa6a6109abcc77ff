import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHarborTree } from '@/bench/make-harbor-tree';
import { foundSetting, importFile, importRun, trajectory, trial } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { findPlaces } from '@/lib/artefacts/find-places';
import { closeCompute } from '@/lib/compute/pool';
import { openDiskFile } from '@/lib/importers/source/disk-file';
import { startImport, startRetry } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { getFileExcerpt } from '@/lib/queries/file-excerpt';
import { getJob, type JobRow } from '@/lib/queries/jobs';
import { getTrialSteps } from '@/lib/queries/trials';
import { closeQueue } from '../queue';
import { JobRunner } from '../runner';

const trialCount = 400;

describe.each(testDatabases)('importing a folder on $name', ({ open }) => {
  let store: TestStore;
  let runner: JobRunner;
  let folder: string;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-import-'));
    makeHarborTree(folder, trialCount, 1);
    studyId = (await createStudy(store.db, { name: 'Study' })).id;
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

  async function importFolder(
    given: { conditionLabel?: string } = {},
  ): Promise<{ importId: string; job: JobRow }> {
    const { job, importId } = await startImport(store.db, {
      studyId,
      label: folder,
      sources: [{ kind: 'folder', path: folder }],
      conditionLabel: given.conditionLabel ?? null,
    });
    for (;;) {
      const row = await getJob(store.db, job.id);
      if (row && row.state !== 'queued' && row.state !== 'running') return { importId, job: row };
      await sleep(30);
    }
  }

  const outcomesOf = async (importId: string) => {
    const rows = await store.db.select().from(importFile).where(eq(importFile.importId, importId));
    const counts: Record<string, number> = {};
    for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  const totalsOf = async (importId: string) =>
    (await store.db.select().from(importRun).where(eq(importRun.id, importId)))[0]!.totals;

  it('tells of every file, keeps every byte, and reads the steps when they are asked for', async () => {
    const { importId, job } = await importFolder();
    expect(job).toMatchObject({ state: 'done', error: null });
    expect(await outcomesOf(importId)).toEqual({ understood: trialCount * 2, part: trialCount * 4 });
    expect(await totalsOf(importId)).toMatchObject({
      trial: { added: trialCount, changed: 0, unchanged: 0 },
    });

    const files = await store.db.select().from(importFile).where(eq(importFile.importId, importId));
    const places = await findPlaces(
      store.db,
      files.map(({ sha256 }) => sha256!),
    );
    for (const file of files.slice(0, 50)) {
      const stored = openDiskFile(places.get(file.sha256!)!, file.path);
      const original = openDiskFile({ file: path.join(folder, file.path) }, file.path);
      expect((await stored.bytes()).equals(await original.bytes())).toBe(true);
    }

    const [log] = await store.db.select().from(trajectory).limit(1);
    expect(log!.artefact).toBeNull();
    const page = await getTrialSteps(store.db, log!.trialId, { from: 0, count: 3 });
    expect(page.total).toBe(log!.stepCount);
    expect(page.steps).toHaveLength(3);
    const [read] = await store.db.select().from(trajectory).where(eq(trajectory.trialId, log!.trialId));
    expect(read!.artefact).toMatch(/^[0-9a-f]{64}$/);
  });

  it('writes down what the logs said of each trial, and where it came from', async () => {
    const rows = await store.db
      .select({ path: trial.path, attempt: trial.foundAttempt, label: foundSetting.label })
      .from(trial)
      .innerJoin(foundSetting, eq(foundSetting.id, trial.foundSettingId))
      .where(eq(trial.studyId, studyId));
    expect(rows).toHaveLength(trialCount);
    for (const row of rows) {
      const [name, outputs, run] = row.path!.split('/');
      expect([name, outputs]).toEqual([path.basename(folder), 'outputs']);
      expect(run).toBe(`${row.label}_run${row.attempt}`);
    }
  });

  it('reads nothing again that has not changed, and only adds what is new', async () => {
    const again = await importFolder();
    expect(await outcomesOf(again.importId)).toEqual({ unchanged: trialCount * 6 });
    expect(await totalsOf(again.importId)).toEqual({});

    const some = path.join(folder, 'outputs', 'new-run_run1', 'bench', '0');
    const [first] = await store.db.select({ path: trial.path }).from(trial).limit(1);
    const job = path.join(folder, ...first!.path!.split('/').slice(1, -2));
    cpSync(job, some, { recursive: true });
    writeFileSync(path.join(some, 'broken.json'), '{"cut": [1,');
    const grown = await importFolder();
    const outcomes = await outcomesOf(grown.importId);
    expect(outcomes.refused).toBe(1);
    expect(outcomes.unchanged).toBeGreaterThan(0);
    // The copied trial bears the identity of the first: it is known, not new.
    expect((await totalsOf(grown.importId)).trial).toMatchObject({ added: 0 });
  });

  it('reads a broken file again, and one that was written to', async () => {
    appendFileSync(path.join(folder, 'outputs', 'new-run_run1', 'bench', '0', 'broken.json'), '2]}');
    const { importId } = await importFolder();
    const rows = await store.db.select().from(importFile).where(eq(importFile.importId, importId));
    const broken = rows.find((row) => row.path.endsWith('broken.json'));
    expect(broken).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/no known format/) });
  });

  it('tries again only what was refused, and shows the bytes that were in the way', async () => {
    const broken = path.join(folder, 'outputs', 'new-run_run1', 'bench', '0', 'broken.json');
    writeFileSync(broken, '{"a": 1,\n "b": x}');
    const { importId } = await importFolder();
    const [row] = await store.db
      .select()
      .from(importFile)
      .where(and(eq(importFile.importId, importId), eq(importFile.outcome, 'refused')));
    const excerpt = await getFileExcerpt(store.db, importId, row!.path);
    expect(excerpt).toMatchObject({ from: 0, as: 'text', at: 'x' });

    const again = await startRetry(store.db, importId);
    while (!['done', 'failed'].includes((await getJob(store.db, again.job.id))!.state)) await sleep(30);
    const rows = await store.db.select().from(importFile).where(eq(importFile.importId, again.importId));
    expect(rows.find(({ path: file }) => file === row!.path)).toMatchObject({ outcome: 'refused' });
    // Beside it lie the job's own files; the other trials are left alone.
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.length).toBeLessThan(20);
  });

  it('moves all trials under a name that is given by hand', async () => {
    const { importId } = await importFolder({ conditionLabel: 'mine' });
    expect((await totalsOf(importId)).trial).toMatchObject({ added: 0, changed: trialCount });
  });
});
