import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { condition } from '@/db/schema';
import { type TestStore, testDatabases } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import { claimStatement } from '@/lib/core/gains/claim';
import { closeQueue } from '@/lib/jobs/queue';
import { JobRunner } from '@/lib/jobs/runner';
import { listChangedClaims, listClaims, staleClaims } from '@/lib/queries/claims';
import { getJob } from '@/lib/queries/jobs';
import { createClaim, deleteClaim, judgeClaims, noteClaims } from './claims';
import { updateCondition } from './conditions';
import { startImport, startUndo } from './start-work';
import { createStudy, updateStudy } from './studies';

const statement = claimStatement.parse({
  condition: 'insight',
  baseline: 'zero-shot',
  benchmark: 'swe',
  margin: 0.02,
  resamples: 1000,
});

/** One trial for each task and condition: gained, lost and solved by both, in this order. */
function lines(first: number, gained: number, lost: number, both: number): string {
  const rewards = [
    ...Array.from({ length: gained }, () => [0, 1]),
    ...Array.from({ length: lost }, () => [1, 0]),
    ...Array.from({ length: both }, () => [1, 1]),
  ];
  return rewards
    .flatMap((pair, i) =>
      ['zero-shot', 'insight'].map((label, side) =>
        JSON.stringify({
          type: 'trial',
          benchmark: 'swe',
          task: `t${first + i}`,
          condition: label,
          reward: pair[side],
        }),
      ),
    )
    .join('\n');
}

describe.each(testDatabases)('claims on $name', ({ open }) => {
  let store: TestStore;
  let runner: JobRunner;
  let folder: string;
  let studyId: string;
  beforeAll(async () => {
    store = await open();
    folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-claims-'));
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

  const ended = async (id: string) => {
    for (;;) {
      const row = await getJob(store.db, id);
      if (row && row.state !== 'queued' && row.state !== 'running') return row;
      await sleep(30);
    }
  };
  const importLines = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const { job, importId } = await startImport(store.db, {
      studyId,
      label: file,
      sources: [{ kind: 'folder', path: file }],
      conditionLabel: null,
    });
    expect(await ended(job.id)).toMatchObject({ state: 'done', error: null });
    return importId;
  };
  const only = async () => (await listClaims(store.db, studyId))[0]!;

  it('are judged when made, again after every import and undo, and tell what changed until it is noted', async () => {
    await importLines('first.jsonl', lines(0, 20, 2, 78));
    const made = await createClaim(store.db, studyId, statement);
    expect(made).toMatchObject({ verdict: { outcome: 'supported' }, previous: null });
    expect(made.verdict!.figures).toMatchObject({ taskCount: 100, gained: 20, lost: 2 });
    expect(await listChangedClaims(store.db, studyId)).toEqual([]);

    // Nothing new: the same verdict, untouched.
    expect(await judgeClaims(store.db, studyId)).toEqual({ judged: 0, changed: 0 });

    const second = await importLines('second.jsonl', lines(100, 0, 60, 20));
    const after = await only();
    expect(after).toMatchObject({
      verdict: { outcome: 'contradicted', figures: { taskCount: 180, lost: 62 } },
      previous: { outcome: 'supported', figures: { taskCount: 100 } },
    });
    expect(after.dataHash).not.toBe(made.dataHash);
    expect(await listChangedClaims(store.db, studyId)).toHaveLength(1);
    expect(await noteClaims(store.db, studyId)).toBe(1);
    expect(await listChangedClaims(store.db, studyId)).toEqual([]);

    expect(await ended((await startUndo(store.db, second)).id)).toMatchObject({ state: 'done' });
    const back = await only();
    expect(back).toMatchObject({
      verdict: made.verdict && { outcome: 'supported' },
      dataHash: made.dataHash,
    });
    expect(back.verdict!.figures).toEqual(made.verdict!.figures);
    expect(back.previous).toMatchObject({ outcome: 'contradicted' });
  });

  it('that change and change back before anybody looked have not changed', async () => {
    await noteClaims(store.db, studyId);
    await updateStudy(store.db, studyId, { passThreshold: 2 });
    expect(await staleClaims(store.db, studyId, [await only()])).toHaveProperty('size', 1);
    await judgeClaims(store.db, studyId);
    expect(await only()).toMatchObject({
      verdict: { outcome: 'undecided' },
      previous: { outcome: 'supported' },
    });
    await updateStudy(store.db, studyId, { passThreshold: 1 });
    await judgeClaims(store.db, studyId);
    expect(await only()).toMatchObject({ verdict: { outcome: 'supported' }, previous: null });
    expect(await staleClaims(store.db, studyId, [await only()])).toHaveProperty('size', 0);
  });

  it('follow a condition that is renamed, and say when one is gone', async () => {
    const [insight] = await store.db.select().from(condition).where(eq(condition.label, 'insight'));
    await updateCondition(store.db, insight!.id, { label: 'insights, v2' });
    await judgeClaims(store.db, studyId);
    expect(await only()).toMatchObject({
      statement: { condition: 'insights, v2' },
      verdict: { outcome: 'supported' },
    });
    const merged = await updateCondition(store.db, insight!.id, { label: 'zero-shot' });
    expect(merged.mergedInto).not.toBeNull();
    await judgeClaims(store.db, studyId);
    expect(await only()).toMatchObject({
      verdict: { outcome: 'unjudgeable', figures: null },
      previous: { outcome: 'supported' },
    });
    expect((await only()).verdict!.sentence).toBe(
      'Cannot be judged any more: “insights, v2” has no trials on swe.',
    );
  });

  it('about what is not there are refused, as is the same claim twice', async () => {
    const refused = (change: object) => createClaim(store.db, studyId, { ...statement, ...change });
    await expect(refused({ condition: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(refused({ benchmark: 'mlgym' })).rejects.toMatchObject({ code: 'not-found' });
    await importLines('third.jsonl', lines(0, 5, 5, 5).replaceAll('"insight"', '"workflow"'));
    const made = await refused({ condition: 'workflow' });
    await expect(refused({ condition: 'workflow' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await deleteClaim(store.db, made.id)).toMatchObject({ statement: { condition: 'workflow' } });
    await expect(deleteClaim(store.db, made.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});
