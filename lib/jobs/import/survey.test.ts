import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHarborTree } from '@/bench/make-harbor-tree';
import { homeLayout } from '@/db/home';
import { condition, importFile, trial } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { emptyMapping } from '@/lib/importers/mapping/mapping';
import { tableRecipe } from '@/lib/importers/table/recipe';
import { saveRecipe } from '@/lib/mutations/recipes';
import { startImport, startMapping, startSurvey } from '@/lib/mutations/start-work';
import { createStudy } from '@/lib/mutations/studies';
import { getJob, type JobRow } from '@/lib/queries/jobs';
import { getSurvey, previewStored, previewSurvey } from '@/lib/queries/surveys';
import { closeQueue } from '../queue';
import { JobRunner } from '../runner';

describe.each(testDatabases)('a survey on $name', ({ open }) => {
  let store: TestStore;
  let runner: JobRunner;
  let folder: string;
  let archive: string;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-survey-'));
    makeHarborTree(path.join(folder, 'tree'), 40, 1);
    archive = path.join(folder, 'tree.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', folder, 'tree']);
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

  async function ended(id: string): Promise<JobRow> {
    for (;;) {
      const row = await getJob(store.db, id);
      if (row && row.state !== 'queued' && row.state !== 'running') return row;
      await sleep(30);
    }
  }

  it('tells what an import would bring, writes none of it, and leaves what it unpacked to the import', async () => {
    const sources = [{ kind: 'folder' as const, path: archive }];
    const survey = await startSurvey(store.db, { studyId, sources, conditionLabel: null });
    expect(await ended(survey.id)).toMatchObject({ state: 'done', error: null });
    const detail = (await getSurvey(store.db, studyId, survey.id))!;
    expect(detail.survey).toMatchObject({ trials: 40, memories: [], tables: [], refused: [] });
    expect(Object.values(detail.survey!.files).reduce((a, b) => a + b, 0)).toBe(240);
    expect(await store.db.select().from(trial)).toEqual([]);
    expect(await store.db.select().from(importFile)).toEqual([]);

    const preview = await previewSurvey(store.db, survey.id, emptyMapping);
    expect(preview.groups.reduce((sum, group) => sum + group.trials, 0)).toBe(40);
    const [first] = preview.groups;
    const mapping = {
      ...emptyMapping,
      conditions: preview.groups.map(({ where }) => ({ where, name: 'All of it', settings: {} })),
    };
    const after = await previewSurvey(store.db, survey.id, mapping);
    expect(new Set(after.groups.map(({ name }) => name))).toEqual(new Set(['All of it']));
    expect(first!.examples[0]).toContain('tree/');

    const unpacked = path.join(homeLayout().staging, survey.id);
    expect(existsSync(unpacked)).toBe(true);
    const { job } = await startImport(store.db, {
      studyId,
      label: 'tree',
      sources,
      conditionLabel: null,
      survey: survey.id,
      mapping,
    });
    expect(await ended(job.id)).toMatchObject({ state: 'done', error: null });
    expect(existsSync(unpacked)).toBe(false);
    expect(await store.db.select().from(trial)).toHaveLength(40);
    const conditions = await store.db.select().from(condition).where(eq(condition.studyId, studyId));
    expect(conditions.map(({ label }) => label)).toEqual(['All of it']);
  });

  it('shows tables that wait for a recipe, and reads them once there is one', async () => {
    const tables = path.join(folder, 'tables');
    mkdirSync(tables);
    writeFileSync(path.join(tables, 'runs.csv'), 'instance,setup,ok\na,zero,yes\nb,zero,no\nb,memo,yes\n');
    const sources = [{ kind: 'folder' as const, path: tables }];
    const other = (await createStudy(store.db, { name: 'Tables' })).id;
    const look = async () => {
      const job = await startSurvey(store.db, { studyId: other, sources, conditionLabel: null });
      await ended(job.id);
      return (await getSurvey(store.db, other, job.id))!.survey!;
    };
    const [table] = (await look()).tables;
    expect(table).toMatchObject({
      path: 'runs.csv',
      rowCount: null,
      guess: {
        kind: 'trials',
        name: 'runs',
        match: ['instance', 'setup', 'ok'],
        columns: { task: 'instance' },
      },
    });
    expect(table!.rows[0]).toEqual({ instance: 'a', setup: 'zero', ok: 'yes' });

    await saveRecipe(
      store.db,
      tableRecipe.parse({
        ...table!.guess,
        columns: { task: 'instance', condition: 'setup', reward: 'ok' },
        constants: { benchmark: 'own' },
        values: { reward: { yes: '1', no: '0' } },
      }),
    );
    expect(await look()).toMatchObject({ tables: [], trials: 3 });
    const { job } = await startImport(store.db, {
      studyId: other,
      label: 't',
      sources,
      conditionLabel: null,
    });
    expect(await ended(job.id)).toMatchObject({ state: 'done' });
    const rows = await store.db.select().from(trial).where(eq(trial.studyId, other));
    expect(rows.map(({ reward }) => reward).sort()).toEqual([0, 1, 1]);
  });

  it('changes the mapping of what is stored', async () => {
    const before = await previewStored(store.db, studyId, emptyMapping);
    expect(before.groups.reduce((sum, group) => sum + group.trials, 0)).toBe(40);
    expect(before.conditions).toEqual(['All of it']);
    const job = await startMapping(store.db, studyId, emptyMapping);
    expect(await ended(job.id)).toMatchObject({ state: 'done', result: { trials: 40 } });
    const labels = await store.db.select().from(condition).where(eq(condition.studyId, studyId));
    expect(labels.map(({ label }) => label).sort()).toEqual(
      [...new Set(before.groups.map(({ proposed }) => proposed))].sort(),
    );
  });

  it('tells at once of a template that cannot be read, and of a study that is not there', async () => {
    await expect(startMapping(store.db, studyId, { ...emptyMapping, template: '{' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(startMapping(store.db, 'nowhere', emptyMapping)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
