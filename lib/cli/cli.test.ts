import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { endStore, storeTemplate } from '@/db/testing';
import type { GainsReport } from '@/lib/core/gains/report';
import type { AblationRow } from '@/lib/queries/ablations';
import type { ImportReport } from '@/lib/queries/imports';
import type { RetrievalAnswer } from '@/lib/queries/retrieve-memories';
import type { SpaceScreen } from '@/lib/queries/space';
import type { StudyRow } from '@/lib/queries/studies';
import { carryoverEnvironment, carryoverWords, runCarryover } from './run-carryover';

const samples = path.resolve(process.env.CARRYOVER_SAMPLES ?? '../shared/samples');
const present = existsSync(samples);
if (!present) console.warn('skipped: no sample files, the command line is not run over real logs');

let home: string;
beforeAll(async () => {
  process.env.CARRYOVER_STORE_TEMPLATE = await storeTemplate();
  home = mkdtempSync(path.join(os.tmpdir(), 'carryover-cli-'));
});
afterAll(async () => {
  await endStore(home);
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

/** Runs the command as a user would: its own process, from a folder that is not the project's. */
function carryover(...words: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, carryoverWords(...words), {
    cwd: os.tmpdir(),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: carryoverEnvironment(home),
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const json = <T>(...words: string[]): T => {
  const run = carryover(...words, '--json');
  if (run.code !== 0) throw new Error(`exit ${run.code}: ${run.err}`);
  return JSON.parse(run.out) as T;
};

describe('carryover', { timeout: 120_000 }, () => {
  it('says how it is used: 0 for help, 2 for wrong usage, 1 for work that failed', () => {
    expect(carryover('--help')).toMatchObject({ code: 0, out: expect.stringContaining('carryover') });
    expect(carryover('import').code).toBe(2);
    expect(carryover('gains', '--study', 'x', '--k', 'many').code).toBe(2);
    expect(carryover('no-such-command').code).toBe(2);
    const unknown = carryover('gains', '--study', 'nowhere');
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain('There is no study named “nowhere”');
  });

  it('works from its TypeScript where there are no bundles', async () => {
    const bare = mkdtempSync(path.join(os.tmpdir(), 'carryover-cli-'));
    const environment = carryoverEnvironment(bare, { CARRYOVER_PROGRAMS: '' });
    onTestFinished(async () => {
      await endStore(bare);
      rmSync(bare, { recursive: true, force: true });
    });
    const run = await runCarryover(environment, 'studies');
    expect(run).toMatchObject({ code: 0, err: '', out: expect.stringContaining('No studies yet') });
  });

  it('says what is wrong with a path that is not there', () => {
    const run = carryover('import', '/no/such/folder', '--study', 'x');
    expect(run.code).toBe(1);
    expect(run.err).toContain('/no/such/folder');
  });
});

describe.skipIf(!present)('carryover over real logs', { timeout: 300_000 }, () => {
  let report: ImportReport;
  const counts = (format: RegExp) =>
    report.byFormat
      .filter((f) => format.test(f.format) && f.outcome === 'understood')
      .reduce<Record<string, number>>((sum, f) => {
        for (const [kind, n] of Object.entries(f.read)) sum[kind] = (sum[kind] ?? 0) + n;
        return sum;
      }, {});

  beforeAll(() => {
    report = json<ImportReport>('import', samples, '--study', 'demo');
  }, 300_000);

  it('accounts for every file', () => {
    const total = Object.values(report.import.files).reduce((a, b) => a + b, 0);
    expect(report.files).toHaveLength(total);
    expect(report.files.every((f) => f.outcome === 'understood' || f.reason)).toBe(true);
    expect(report.import.files.understood).toBeGreaterThan(100);
    expect(report.import.files).toMatchObject({ refused: 18, ignored: 22 });
  });

  it('finds the trials and memories that the sources hold', () => {
    expect(counts(/terminal-bench/i).trial).toBe(320);
    const skillsbench = report.files.filter(
      (f) => f.path.startsWith('harbor/real-skillsbench') && f.outcome === 'understood',
    );
    expect(skillsbench.reduce((n, f) => n + (f.counts.trial ?? 0), 0)).toBe(425);
    const pool = (file: string) => report.files.find((f) => f.path.endsWith(file))?.counts.memory;
    expect(pool('mtl-pools/reader-layout/swe-bench-lite/insight_memory.pkl')).toBe(56);
    expect(pool('mtl-pools/reader-layout/swe-bench-lite/traj_memory.pkl')).toBe(14);
    expect(pool('mtl-pools/large/insight_memory.pkl')).toBe(110);
  });

  it('refuses what is hostile, with a reason', () => {
    const hostile = report.files.filter((f) =>
      /bad\/(malicious|persistent|ext-opcode|huge|not-a-pickle|empty)/.test(f.path),
    );
    expect(hostile.length).toBeGreaterThanOrEqual(9);
    for (const file of hostile)
      expect(file).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/\w+ \w+/) });
  });

  it('changes nothing the second time and says so', () => {
    const again = json<ImportReport>('import', samples, '--study', 'demo');
    for (const total of Object.values(again.import.totals)) expect(total).toMatchObject({ changed: 0 });
    expect(again.import.totals.trial).toMatchObject({ added: 0 });
    expect(again.import.totals.memory).toMatchObject({ added: 0 });
    const text = carryover('import', path.join(samples, 'terminal-bench'), '--study', 'demo');
    expect(text.out).toContain('nothing changed');
  });

  it('lists the study', () => {
    const { studies } = json<{ studies: StudyRow[] }>('studies');
    expect(studies).toMatchObject([{ name: 'demo', synthetic: false }]);
  });

  it('measures the real pass@3 of one agent against another', () => {
    const table = carryover('gains', '--study', 'demo');
    expect(table.code).toBe(0);
    const gains = json<GainsReport>('gains', '--study', 'demo', '--k', '3');
    const benchmark = gains.benchmarks.findIndex((b) => /terminal-bench/i.test(b));
    const droid = gains.conditions.find((c) => /droid/i.test(c.label))!;
    expect(droid.cells[benchmark]!.taskCount).toBe(80);
    expect(droid.cells[benchmark]!.rate.estimate.value).toBeGreaterThan(0.48);
    const csv = carryover('gains', '--study', 'demo', '--csv');
    expect(csv.out.split('\n')[0]).toMatch(/^condition,benchmark,average,k,rate/);
    expect(csv.out).not.toMatch(/NaN|undefined/);
  });
});

describe.skipIf(!present)('carryover over some of the real pools and tasks', { timeout: 300_000 }, () => {
  // Embedding is what takes time: enough memories of several systems, and tasks that some of them were made on.
  const parts = ['mtl-pools/reader-layout', 'memory-pools/awm', 'mini-swe-agent/v2', 'swebench/logs'];

  beforeAll(() => {
    json<ImportReport>('import', ...parts.map((part) => path.join(samples, part)), '--study', 'lab');
  }, 300_000);

  it('retrieves, after embedding what has no comparable vectors', () => {
    const answer = json<RetrievalAnswer>(
      'retrieve',
      '--study',
      'lab',
      '--query',
      'fix a failing parser test',
      '--type',
      'insight',
    );
    expect(answer.hits).toHaveLength(3);
    expect(answer.hits.every((h) => h.type === 'insight')).toBe(true);
    expect(answer.hits[0]!.sourceBenchmark).toBe('appworld');
    expect(answer.promptBlock).toContain('# Memory Item 1');
    const bm25 = json<RetrievalAnswer>(
      'retrieve',
      '--study',
      'lab',
      '--query',
      'my most recent order',
      '--method',
      'bm25',
      '--exclude-benchmark',
      'appworld',
      '--top',
      '5',
    );
    expect(bm25.hits.length).toBeGreaterThan(0);
    expect(bm25.hits.every((h) => h.sourceBenchmark !== 'appworld')).toBe(true);
  });

  it('runs an ablation over the study’s tasks', () => {
    const { ablation } = json<{ ablation: AblationRow }>('ablate', '--study', 'lab');
    expect(ablation.arms).toHaveLength(6);
    expect(ablation.summary!.agreement.jaccard[0]![0]!.value).toBe(1);
  });

  it('runs a grid from a file over the real tasks and pools, and writes the prompts of a setting', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-prompts-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const spec = path.join(folder, 'grid.json');
    const grid = {
      method: ['bm25', 'hybrid-ranks', 'domain-balanced', 'oracle'],
      memoryTypes: [['insight'], null],
      withoutSuspects: [false, true],
    };
    writeFileSync(spec, JSON.stringify(grid));
    const { ablation } = json<{ ablation: AblationRow }>('ablate', '--study', 'lab', '--spec', spec);
    expect(ablation.name).toBe('grid');
    expect(ablation.arms).toHaveLength(16);
    for (const { settings, summary } of ablation.arms)
      if (settings.withoutSuspects) expect(summary!.tasksWithSuspects).toBe(0);
    expect(ablation.arms.some(({ summary }) => summary!.tasksWithSuspects > 0)).toBe(true);
    const wrong = path.join(folder, 'wrong.json');
    writeFileSync(wrong, '{"method": ["nearest"]}');
    expect(carryover('ablate', '--study', 'lab', '--spec', wrong).code).toBe(2);

    const out = path.join(folder, 'prompts');
    const setting = path.join(folder, 'setting.json');
    writeFileSync(setting, JSON.stringify({ method: 'bm25', topN: 2 }));
    const written = carryover('export-prompts', '--study', 'lab', '--out', out, '--setting', setting);
    expect(written.code).toBe(0);
    const manifest = JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8'));
    expect(manifest.setting).toMatchObject({ method: 'bm25', topN: 2 });
    const filled = manifest.tasks.find((task: { memories: object[] }) => task.memories.length === 2);
    expect(readFileSync(path.join(out, filled.file), 'utf8')).toContain('# Memory Item 2');
  });

  it('projects the memories and measures how they mix', () => {
    const space = json<SpaceScreen>('space', '--study', 'lab', '--by-type');
    const { groups } = space.projection!.space;
    expect(groups[0]!.group).toBe('all');
    expect(groups.length).toBeGreaterThan(2);
    expect(groups[0]!.embedding.lisiMedian.estimate.value).toBeGreaterThanOrEqual(1);
    const solid = json<SpaceScreen>('space', '--study', 'lab', '--dimensions', '3');
    expect(solid.projection!.parameters.components).toBe(3);
    expect(solid.projection!.layout.components).toBe(3);
    expect(solid.projection!.id).not.toBe(space.projection!.id);
    expect(carryover('space', '--study', 'lab', '--dimensions', '4').code).not.toBe(0);
  });
});
