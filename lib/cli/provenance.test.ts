import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '@/db/testing';
import { closeCompute } from '@/lib/compute/pool';
import type { GainsReport } from '@/lib/core/gains/report';
import { sortUplifts } from '@/lib/core/gains/sort-uplifts';
import { provenanceFile, shellWord } from '@/lib/exporters/provenance';
import { comparedConditions } from '@/lib/queries/compared-conditions';
import { comparisonProvenance } from '@/lib/queries/comparison-provenance';
import { listConditions } from '@/lib/queries/conditions';
import { hashUses } from '@/lib/queries/data-hashes';
import { getGainsProvenance } from '@/lib/queries/gains-provenance';
import { getGains } from '@/lib/queries/get-gains';
import { getLedger } from '@/lib/queries/get-ledger';
import { getTransfer } from '@/lib/queries/get-transfer';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { getJudgedGains } from '@/lib/queries/judged-gains';
import { believedProvenance, calibrationProvenance } from '@/lib/queries/judges-provenance';
import { getMemoryUplifts } from '@/lib/queries/memory-uplifts';
import { findStudy } from '@/lib/queries/studies';
import { carryoverEnvironment, carryoverWords, runCarryover } from './run-carryover';

/** Names that a shell would take apart. */
const name = `it's "mine"; $(touch /tmp/no) & more`;
const baseline = `zero-shot | no 'memory'`;

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await openTestStore();
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-provenance-'));
  const trials = Array.from({ length: 30 }, (_, i) =>
    [baseline, 'insight'].flatMap((condition, side) =>
      [1, 2].map((attempt) => ({
        type: 'trial',
        benchmark: i < 12 ? 'alpha' : 'beta',
        task: `t${i}`,
        condition,
        attempt,
        reward: i % 11 === 0 && attempt === 2 ? null : (i + attempt) % (side === 0 ? 4 : 2) === 0 ? 1 : 0,
      })),
    ),
  );
  writeFileSync(
    path.join(folder, 'own.jsonl'),
    trials
      .flat()
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
});
afterAll(async () => {
  await closeCompute();
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command line as a shell reads it, with this checkout in place of the published package. */
function shell(command: string): Promise<{ code: number | null; out: string }> {
  const own = [process.execPath, ...carryoverWords()].map(shellWord).join(' ');
  const child = spawn('sh', ['-c', command.replace(/^npx carryover/, () => own)], {
    cwd: folder,
    env: carryoverEnvironment(store.home),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out })));
}

it('the command in the provenance of a table or figure gives the very same numbers', async () => {
  const imported = await runCarryover(
    carryoverEnvironment(store.home),
    'import',
    path.join(folder, 'own.jsonl'),
    '--study',
    name,
  );
  expect(imported).toMatchObject({ code: 0 });
  const study = (await findStudy(store.db, name))!;
  const conditions = await listConditions(store.db, study.id);
  const baselineId = conditions.find(({ label }) => label === baseline)!.id;
  for (const asked of [
    { k: 1, missing: 'leave-out' },
    { k: 2, missing: 'failure' },
  ] as const) {
    const report = await getGains(store.db, { studyId: study.id, baseline: baselineId, ...asked });
    // As it lies beside a CSV: read back from the file, not from memory.
    const file = provenanceFile(await getGainsProvenance(store.db, study.id, report, 'macro'));
    const { command, seeds } = JSON.parse(file) as { command: string; seeds: number[] };
    const run = await shell(`${command} --json`);
    expect(run.code).toBe(0);
    const again = JSON.parse(run.out) as GainsReport;
    expect(again).toEqual(JSON.parse(JSON.stringify(report)));
    expect(again.settings).toMatchObject({ seed: seeds[0], passK: asked.k, missing: asked.missing });
    expect(again.conditions.some(({ totals }) => totals.macro.gain?.ciLow != null)).toBe(true);
  }
}, 180_000);

it('the report says the commands that make it and its gains again', async () => {
  const out = path.join(folder, 'first.html');
  const made = await runCarryover(
    carryoverEnvironment(store.home),
    'report',
    '--study',
    name,
    '--baseline',
    baseline,
    '--k',
    '2',
    '--average',
    'macro',
    '--out',
    out,
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  const page = readFileSync(out, 'utf8');
  const command = /<dt>This report<\/dt><dd><code>([^<]*)<\/code>/
    .exec(page)![1]!
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  expect((await shell(command)).code).toBe(0);
  const withoutTime = (text: string) => text.replace(/Made [^<]* UTC/, '');
  expect(withoutTime(readFileSync(path.join(folder, 'report.html'), 'utf8'))).toBe(withoutTime(page));
}, 120_000);

it('the commands of flips and of transfer give the very same numbers as their pages', async () => {
  const study = (await findStudy(store.db, name))!;
  const conditions = await listConditions(store.db, study.id);
  const baselineId = conditions.find(({ label }) => label === baseline)!.id;
  const compared = await comparedConditions(store.db, study.id, baselineId);
  const again = async (command: { name: string; options: Record<string, string | number | null> }) => {
    const given = { title: 'x', settings: {}, seeds: [7], command };
    const { command: line } = await comparisonProvenance(store.db, compared, given);
    const run = await shell(`${line} --json`);
    expect(run.code).toBe(0);
    return JSON.parse(run.out) as Record<string, unknown>;
  };
  const asPrinted = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

  const asked = { k: 2, missing: 'failure', solved: 'any' } as const;
  const ledger = await getLedger(store.db, { studyId: study.id, baseline, ...asked, benchmark: 'beta' });
  const lines = ledger.lines.filter(({ outcome }) => outcome === 'gained');
  expect(lines.length).toBeGreaterThan(0);
  expect(
    await again({ name: 'ledger', options: { ...asked, benchmark: 'beta', outcome: 'gained', type: null } }),
  ).toEqual(asPrinted({ ...ledger, lines }));
  // Conditions that do not say their type are asked for by an empty word.
  expect((await again({ name: 'ledger', options: { type: '' } })).conditions).toHaveLength(1);

  const transfer = await getTransfer(store.db, { studyId: study.id, baseline, missing: 'leave-out' });
  expect(await again({ name: 'transfer', options: { missing: 'leave-out', type: null } })).toEqual(
    asPrinted(transfer),
  );
  for (const command of ['ledger', 'transfer']) {
    const environment = carryoverEnvironment(store.home);
    const printed = await runCarryover(environment, command, '--study', name, '--baseline', baseline);
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(printed.out).toContain(baseline);
  }
}, 180_000);

/** Memories, prompts that held them, and verdicts of a judge, on the trials of `baseline` and `insight`. */
const memoryLines = () => [
  ...Array.from({ length: 6 }, (_, m) => ({
    ...{
      type: 'memory',
      pool: 'pool',
      id: `m${m}`,
      memoryType: 'insight',
      title: `Rule ${m}`,
      content: `Text ${m}`,
    },
    ...{ sourceBenchmark: m % 2 ? 'alpha' : 'beta', sourceTask: `s${m}` },
  })),
  ...Array.from({ length: 24 }, (_, t) => [
    ...[baseline, 'insight'].flatMap((condition, side) =>
      [1, 2].map((attempt) => ({
        ...{
          type: 'trial',
          id: `${side} ${t} ${attempt}`,
          benchmark: t < 12 ? 'alpha' : 'beta',
          task: `t${t}`,
        },
        ...{
          condition,
          attempt,
          reward: t % 7 === 3 && attempt === 2 ? null : (t * 3 + attempt + side) % 3 === 0 ? 1 : 0,
        },
        ...(t % 7 === 3 && attempt === 2 ? { exception: 'AgentTimeoutError' } : {}),
        ...(side === 1 ? { retrieval: { hits: [{ memory: `m${t % 6}` }] } } : {}),
      })),
    ),
    ...[0, 1].map((side) => ({
      ...{ type: 'judgement', judge: 'maker/model 2', benchmark: t < 12 ? 'alpha' : 'beta', task: `t${t}` },
      ...{ trial: `${side} ${t} 1`, verdict: (t + side) % 3 === 0 },
    })),
  ]).flat(),
];

it('the commands of uplift and of judges give the very same numbers as their pages', async () => {
  const file = path.join(folder, 'memories.jsonl');
  writeFileSync(
    file,
    memoryLines()
      .map((line) => JSON.stringify(line))
      .join('\n'),
  );
  const environment = carryoverEnvironment(store.home);
  const names = ['with memories', 'the same again'];
  for (const study of names) {
    const imported = await runCarryover(environment, 'import', file, '--study', study);
    expect(imported).toMatchObject({ code: 0 });
  }
  const asPrinted = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
  const hashes = await Promise.all(
    names.map(async (known) => {
      const study = (await findStudy(store.db, known))!;
      const compared = await comparedConditions(store.db, study.id, baseline);
      const uplifts = await getMemoryUplifts(store.db, { studyId: study.id, baseline, missing: 'failure' });
      const view = { sort: 'trials', order: 'up', benchmark: 'beta' } as const;
      const shown = { missing: 'failure' as const, ...view };
      const { command, dataHash } = await comparisonProvenance(store.db, compared, {
        ...{
          title: 'x',
          settings: {},
          seeds: [7],
          dataHash: await hashUses(store.db, compared.study, uplifts.model),
        },
        command: { name: 'uplift', options: { ...shown, type: null } },
      });
      return { study, uplifts, rows: sortUplifts(uplifts.rows, view), command, dataHash };
    }),
  );
  const { study, uplifts, rows, command } = hashes[0]!;
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(uplifts.rows.length);
  expect(uplifts.missing.failure.failed).toBeGreaterThan(0);
  const run = await shell(`${command} --json`);
  expect(JSON.parse(run.out)).toEqual(asPrinted({ ...uplifts, rows }));
  const csv = await shell(`${command} --csv`);
  expect(csv.out.split('\r\n')).toHaveLength(rows.length + 2);
  // The same logs have the same hash in any study.
  expect(hashes[1]!.dataHash).toBe(hashes[0]!.dataHash);

  const judge = 'maker/model 2';
  const judges = await listJudgeAgreement(store.db, study.id);
  const gains = await getJudgedGains(store.db, { studyId: study.id, judge, baseline: 'insight' });
  const all = await calibrationProvenance(store.db, study, 0.95);
  expect(JSON.parse((await shell(`${all.command} --json`)).out)).toEqual(asPrinted({ judges, gains: null }));
  const asked = { title: 'x', judge, asked: 'insight', average: 'macro' } as const;
  const believed = await believedProvenance(store.db, study, asked, gains!);
  expect(believed.seeds).toEqual([gains!.verifier.settings.seed]);
  expect(JSON.parse((await shell(`${believed.command} --json`)).out)).toEqual(asPrinted({ judges, gains }));
  const other = await calibrationProvenance(store.db, hashes[1]!.study, 0.95);
  expect(other.dataHash).toBe(all.dataHash);

  for (const words of [
    ['uplift', '--study', study.name, '--top', '2'],
    ['judges', '--study', study.name, '--judge', judge],
  ]) {
    const printed = await runCarryover(environment, ...words);
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(printed.out).toContain(baseline);
    expect(printed.out).not.toMatch(/NaN|undefined|\[object/);
  }
  const nobody = await runCarryover(environment, 'judges', '--study', study.name, '--judge', 'nobody');
  expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('maker/model 2') });
}, 240_000);
