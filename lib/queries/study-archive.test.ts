import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  claim,
  condition,
  importFile,
  judgement,
  lossCause,
  memory,
  relevanceMark,
  study,
  task,
} from '@/db/schema';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { claimStatement } from '@/lib/core/gains/claim';
import { type ArchiveManifest, manifestName } from '@/lib/importers/carryover-archive/manifest';
import { closeQueue } from '@/lib/jobs/queue';
import { JobRunner } from '@/lib/jobs/runner';
import { createClaim } from '@/lib/mutations/claims';
import { updateCondition } from '@/lib/mutations/conditions';
import { setLossCause } from '@/lib/mutations/loss-causes';
import { setRelevanceMark } from '@/lib/mutations/relevance-marks';
import { startImport } from '@/lib/mutations/start-work';
import { createStudy, updateStudy } from '@/lib/mutations/studies';
import { undoImport } from '@/lib/mutations/undo-import';
import { listClaims } from './claims';
import { listConditions } from './conditions';
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
  {
    type: 'judgement',
    judge: 'maker/judge',
    id: 'j1',
    benchmark: 'alpha',
    task: 't1',
    trial: 'insight t1',
    verdict: false,
    response: 'No.',
  },
  { type: 'judgement', judge: 'maker/judge', benchmark: 'gamma', verdict: true, truth: false },
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
  const importId = await idOfImport(studyId, source);
  return store.db.select().from(importFile).where(eq(importFile.importId, importId));
}

async function idOfImport(studyId: string, source: string) {
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
      return importId;
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
    'judgements-0001.jsonl',
  ]);
  expect(archive.lines).toHaveLength(3 + 1 + 6 * 2 + 2);

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

/** A study in which people have chosen and said all that an archive holds. */
async function workedOn(name: string) {
  writeFileSync(path.join(folder, `${name}.jsonl`), lines.map((line) => JSON.stringify(line)).join('\n'));
  const { id } = await createStudy(store.db, { name, description: 'Second draft' });
  await importInto(id, path.join(folder, `${name}.jsonl`));
  const conditions = await listConditions(store.db, id);
  const [shot, insight] = ['zero-shot', 'insight'].map(
    (label) => conditions.find((c) => c.label === label)!.id,
  );
  await updateCondition(store.db, insight!, {
    label: 'Insights',
    settings: { memoryType: 'insight', topN: 5 },
  });
  await updateCondition(store.db, shot!, { baseline: true });
  await store.db.update(condition).set({ position: 7 }).where(eq(condition.id, shot!));
  await store.db.insert(condition).values({ studyId: id, label: 'planned', basis: null, position: 9 });
  await updateStudy(store.db, id, { passThreshold: 0.5 });
  for (const margin of [0.1, -0.1, 0.02])
    await createClaim(
      store.db,
      id,
      claimStatement.parse({ condition: 'Insights', baseline: 'zero-shot', margin }),
    );
  const tasks = await store.db.select().from(task).where(eq(task.studyId, id));
  const [one] = await store.db.select().from(memory).where(eq(memory.studyId, id));
  const taskId = tasks.find(({ externalId }) => externalId === 't2')!.id;
  await setLossCause(store.db, {
    studyId: id,
    taskId,
    conditionId: insight!,
    cause: 'other',
    evidence: '“late”',
  });
  await setLossCause(store.db, {
    studyId: id,
    taskId,
    conditionId: insight!,
    cause: 'misapplied-best-practice',
    judge: 'm · v1',
  });
  await setRelevanceMark(store.db, { taskId, memoryId: one!.id, grade: 2 });
  await setRelevanceMark(store.db, {
    taskId,
    memoryId: one!.id,
    grade: 0,
    judge: 'm · v1',
    reason: 'Off the point.',
  });
  await store.db
    .update(memory)
    .set({
      metaKnowledge: 'input-validation',
      metaKnowledgeBy: 'hand',
      namedConcretes: [],
      originalType: 'shr',
    })
    .where(eq(memory.id, one!.id));
  return id;
}

const withoutName = ({ study: { name: _, ...study }, ...rest }: ArchiveManifest) => ({ ...rest, study });

it('all that people chose and said comes back with an archive, part for part with the same hashes', async () => {
  const archive = await archiveTo(await workedOn('Worked on'), 'worked');
  expect(archive.manifest).toMatchObject({
    study: { description: 'Second draft', passThreshold: 0.5, baseline: 'zero-shot' },
    claims: [{ margin: 0.1 }, { margin: -0.1 }, { margin: 0.02 }],
    leftOut: {},
  });
  expect(archive.manifest.conditions.map(({ label, aliases }) => [label, aliases])).toEqual([
    ['Insights', ['insight']],
    ['zero-shot', []],
    ['planned', []],
  ]);
  expect(archive.manifest.parts.map(({ path: part, lines: n }) => [part, n])).toContainEqual([
    'notes-0001.jsonl',
    2 + 2 + 1,
  ]);

  const { id } = await createStudy(store.db, { name: 'Brought in' });
  const files = await importInto(id, archive.place);
  expect(files.flatMap(({ rejections, warnings }) => [...rejections, ...warnings])).toEqual([]);
  expect(files.map(({ outcome }) => outcome)).not.toContain('refused');
  const again = await archiveTo(id, 'again');
  // Names, ids and dates apart, nothing differs: the parts' hashes are those of the first archive.
  expect(withoutName(again.manifest)).toEqual(withoutName(archive.manifest));
  const verdicts = await listClaims(store.db, id);
  expect(verdicts.map(({ verdict }) => verdict?.figures?.threshold)).toEqual([0.5, 0.5, 0.5]);
}, 120_000);

it('undoing the import of an archive leaves the study as it was', async () => {
  const archive = await archiveTo(await workedOn('To undo'), 'undo');
  const { id } = await createStudy(store.db, { name: 'Emptied' });
  const before = (await archiveTo(id, 'empty')).manifest;
  const importId = await idOfImport(id, archive.place);
  expect((await archiveTo(id, 'full')).manifest.claims).toHaveLength(3);
  await undoImport(store.db, importId);
  expect((await archiveTo(id, 'undone')).manifest).toEqual(before);
  for (const rows of [
    store.db.select().from(claim).where(eq(claim.studyId, id)),
    store.db.select().from(condition).where(eq(condition.studyId, id)),
    store.db.select().from(judgement).where(eq(judgement.studyId, id)),
  ])
    expect(await rows).toEqual([]);
}, 120_000);

it('a study that has its own settings keeps them and the report says so', async () => {
  const archive = await archiveTo(await workedOn('Given'), 'given');
  const { id } = await createStudy(store.db, { name: 'Own ways', description: 'Mine' });
  const own = {
    type: 'trial',
    id: 'own',
    benchmark: 'alpha',
    task: 't2',
    condition: 'Insights',
    reward: 0.7,
    settings: { topN: 1 },
  };
  writeFileSync(path.join(folder, 'own-ways.jsonl'), JSON.stringify(own));
  await importInto(id, path.join(folder, 'own-ways.jsonl'));
  const [mine] = await listConditions(store.db, id);
  const [t2] = await store.db.select().from(task).where(eq(task.studyId, id));
  await updateStudy(store.db, id, { passThreshold: 0.75, baselineConditionId: mine!.id });
  const hand = { studyId: id, taskId: t2!.id, conditionId: mine!.id };
  await setLossCause(store.db, { ...hand, cause: 'false-validation-confidence' });

  const importId = await idOfImport(id, archive.place);
  const stateOf = async () => ({
    study: (await store.db.select().from(study).where(eq(study.id, id)))[0]!,
    causes: (await store.db.select().from(lossCause).where(eq(lossCause.taskId, t2!.id)))
      .map(({ judge, cause }) => [judge, cause])
      .sort(),
    marks: await store.db.select().from(relevanceMark).where(eq(relevanceMark.taskId, t2!.id)),
    settings: (await listConditions(store.db, id)).find(({ label }) => label === 'Insights')!.settings,
    claims: (await listClaims(store.db, id)).length,
  });
  const state = await stateOf();
  expect(state.study).toMatchObject({
    description: 'Mine',
    passThreshold: 0.75,
    baselineConditionId: mine!.id,
  });
  expect(state.settings).toMatchObject({ topN: 1 });
  expect(state.causes).toEqual([
    ['hand', 'false-validation-confidence'],
    ['m · v1', 'misapplied-best-practice'],
  ]);
  expect(state.marks).toHaveLength(2);
  expect(state.claims).toBe(3);
  const said = (await store.db.select().from(importFile).where(eq(importFile.importId, importId)))
    .flatMap(({ warnings }) => warnings)
    .map(({ where, message }) => `${where}: ${message}`)
    .join('\n');
  expect(said).toMatch(/study\.passThreshold: .*reward of 0\.5.*keeps its own/);
  expect(said).toMatch(/study\.baseline: .*“zero-shot”.*keeps its own/);
  expect(said).toMatch(/study\.description: .*keeps its own/);
  expect(said).toMatch(/conditions\.Insights: it says other settings/);
  expect(said).toMatch(/notes-0001\.jsonl: 1 of its notes say something else/);

  await undoImport(store.db, importId);
  const after = await stateOf();
  expect(after).toMatchObject({ causes: [['hand', 'false-validation-confidence']], marks: [], claims: 0 });
  expect(after.study).toMatchObject({
    description: 'Mine',
    passThreshold: 0.75,
    baselineConditionId: mine!.id,
  });
}, 120_000);

it('an archive that was brought in twice stays until the second import is undone, too', async () => {
  const archive = await archiveTo(await workedOn('Twice'), 'twice');
  const copy = path.join(folder, 'copy-of-twice');
  cpSync(archive.place, copy, { recursive: true });
  const { id } = await createStudy(store.db, { name: 'Twice in' });
  const empty = (await archiveTo(id, 'empty')).manifest;
  const first = await idOfImport(id, archive.place);
  const full = (await archiveTo(id, 'full')).manifest;
  const second = await idOfImport(id, copy);
  expect((await archiveTo(id, 'second')).manifest).toEqual(full);
  await undoImport(store.db, first);
  expect((await archiveTo(id, 'kept')).manifest).toEqual(full);
  await undoImport(store.db, second);
  expect((await archiveTo(id, 'gone')).manifest).toEqual(empty);
}, 120_000);
