import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '@/db/testing';
import { carryoverEnvironment, runCarryover } from '@/lib/cli/run-carryover';
import { closeCompute } from '@/lib/compute/pool';
import { claimStatement } from '@/lib/core/gains/claim';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { archiveInStream } from '@/lib/importers/carryover-archive/archive-parts';
import { readVersion } from '@/lib/importers/carryover-archive/read-version';
import { createClaim } from '@/lib/mutations/claims';
import { updateStudy } from '@/lib/mutations/studies';
import { compareStudies } from './compare-studies';
import { listConditions } from './conditions';
import { getGains } from './get-gains';
import { findStudy } from './studies';
import { archiveFiles, archiveTar } from './study-archive';
import { loadStudyVersion } from './study-version';

let store: TestStore;
let folder: string;
const ids = { draft: '', revised: '' };

/** Twenty tasks in two benchmarks; the revised version has one trial mended, one task more and another memory. */
const linesOf = (revised: boolean) => [
  ...['alpha', 'beta'].flatMap((benchmark) =>
    Array.from({ length: revised && benchmark === 'beta' ? 11 : 10 }, (_, i) =>
      ['zero-shot', 'insight'].map((condition, side) => ({
        ...{ type: 'trial', id: `${condition}/${benchmark}/${i}`, benchmark, task: `t${i}`, condition },
        taskText: `Task ${i}`,
        attempt: 1,
        reward: i === 9 ? null : (revised && side === 1 && i === 1) || i % (3 - side) === 0 ? 1 : 0,
        exception: i === 9 ? 'Timeout' : null,
        settings: side === 1 ? { memoryType: 'insight', topN: 3 } : {},
      })),
    ).flat(),
  ),
  ...['one', revised ? 'other' : 'two'].map((title) => ({
    ...{
      type: 'memory',
      pool: 'p',
      id: title === 'one' ? 'm1' : 'm2',
      memoryType: 'insight',
      title,
      content: title,
    },
    embeddings: [{ model: 'e', vector: [0.5, 0.25] }],
  })),
];

const carryover = (...words: string[]) => runCarryover(carryoverEnvironment(store.home), ...words);

beforeAll(async () => {
  store = await openTestStore();
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-compare-'));
  for (const name of ['draft', 'revised'] as const) {
    const file = path.join(folder, `${name}.jsonl`);
    writeFileSync(
      file,
      linesOf(name === 'revised')
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    expect(await carryover('import', file, '--study', name)).toMatchObject({ code: 0 });
    ids[name] = (await findStudy(store.db, name))!.id;
    const statement = { condition: 'insight', baseline: 'zero-shot', margin: 0.1, resamples: 1000 };
    await createClaim(store.db, ids[name], claimStatement.parse(statement));
  }
  await updateStudy(store.db, ids.revised, { passThreshold: 0.5 });
}, 120_000);
afterAll(async () => {
  await closeCompute();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a study of the store is the version that its archive is read as', async () => {
  for (const studyId of Object.values(ids)) {
    const tar = archiveTar(archiveFiles(store.db, studyId, { steps: true }));
    const read = await readVersion(archiveInStream(Readable.from(tar), 'x'), 'x');
    const loaded = await loadStudyVersion(store.db, studyId);
    const sorted = ({ trials, name: _, ...rest }: typeof loaded) => ({
      ...rest,
      conditions: rest.conditions.map(({ label }) => label),
      trials: [...trials].sort((a, b) => (a.id < b.id ? -1 : 1)),
    });
    expect(sorted(read)).toEqual(sorted(loaded));
    expect(loaded.trials.length).toBeGreaterThan(39);
    expect(loaded.memories).toHaveLength(2);
  }
});

it('tells two studies apart, with the very gains that their pages show', async () => {
  const found = await compareStudies(store.db, { before: ids.draft, after: ids.revised });
  expect(found.settingChanges).toEqual([
    { condition: null, setting: 'pass threshold', before: '1', after: '0.5' },
  ]);
  expect(found.tasks).toMatchObject({ added: [{ benchmark: 'beta', task: 't10' }], removed: [], same: 20 });
  expect(found.trials.changed.map(({ id }) => id).sort()).toEqual(['insight/alpha/1', 'insight/beta/1']);
  expect(found.memories).toMatchObject({ added: [], removed: [], changed: [{ id: 'm2', formerly: null }] });
  expect(found.claims).toHaveLength(1);
  for (const [side, studyId] of [
    ['before', ids.draft],
    ['after', ids.revised],
  ] as const) {
    const report = await getGains(store.db, { studyId, k: 1 });
    const labels = new Map((await listConditions(store.db, studyId)).map(({ id, label }) => [id, label]));
    const insight = report.conditions.find(({ condition }) => labels.get(condition) === 'insight')!;
    const shifts = found.gains.filter(({ condition }) => condition === 'insight');
    const expected = [insight.totals['task-weighted'], insight.totals.macro, ...insight.cells];
    for (const [i, { gain }] of expected.entries()) {
      const { estimate, ciLow, ciHigh, pairedTasks } = gain!;
      expect(shifts[i]![side]).toEqual({ estimate, ciLow, ciHigh, pairedTasks });
    }
  }
  await expect(compareStudies(store.db, { before: ids.draft, after: ids.draft })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(compareStudies(store.db, { before: 'none', after: ids.draft })).rejects.toMatchObject({
    code: 'not-found',
  });
  // A claim alone makes it be computed anew.
  const statement = { condition: 'insight', baseline: 'zero-shot', margin: -0.5, resamples: 1000 };
  await createClaim(store.db, ids.revised, claimStatement.parse(statement));
  const again = await compareStudies(store.db, { before: ids.draft, after: ids.revised });
  expect(again.claims).toHaveLength(2);
});

it('the command gives one answer for studies and for their archives, and names the part of one that is damaged', async () => {
  const archives = Object.fromEntries(
    await Promise.all(
      (['draft', 'revised'] as const).map(async (name) => {
        const file = path.join(folder, `${name}.tar.gz`);
        const made = await carryover('archive', '--study', name, '--out', file, '--without-steps');
        expect(made).toMatchObject({ code: 0 });
        return [name, file] as const;
      }),
    ),
  ) as Record<keyof typeof ids, string>;
  const compare = async (before: string, after: string) => {
    const run = await carryover('compare', before, after, '--json');
    expect(run).toMatchObject({ code: 0, err: '' });
    return JSON.parse(run.out) as VersionComparison;
  };
  // What the two are called aside, and the order in which a store gives trials.
  const plain = ({ summary: _, before, after, trials, gains, ...rest }: VersionComparison) => ({
    ...rest,
    before: { ...before, name: '' },
    after: { ...after, name: '' },
    added: trials.added.map(({ id }) => id).sort(),
    changed: trials.changed.map(({ id }) => id).sort(),
    gains: gains.map(({ change, tasks, ...one }) => [one.condition, one.benchmark, change.value, tasks]),
  });
  const stored = await compare('draft', 'revised');
  expect(stored.summary).toContain('From “draft” to “revised”: 1 of 1 gain over all benchmarks moved');
  expect(plain(await compare(archives.draft, archives.revised))).toEqual(plain(stored));
  expect(plain(await compare(archives.draft, 'revised'))).toEqual(plain(stored));

  const printed = await carryover('compare', archives.draft, 'revised');
  expect(printed).toMatchObject({ code: 0 });
  expect(printed.out).toMatch(/insight +all, task-weighted/);
  expect(printed.out).toMatch(/insight +beta +t10 +– +\d\/\d/);

  const damaged = path.join(folder, 'damaged');
  mkdirSync(damaged);
  for await (const { name, content } of archiveFiles(store.db, ids.draft, { steps: false }))
    writeFileSync(
      path.join(damaged, name),
      name.startsWith('trials-') ? content.toString().replace('"reward":1', '"reward":0') : content,
    );
  const refused = await carryover('compare', damaged, 'revised');
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/damaged: trials-0001\.jsonl is not what the manifest says/);
}, 240_000);
