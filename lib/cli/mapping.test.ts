import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GainsReport } from '@/lib/core/gains/report';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';

let folder: string;
let home: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-mapping-'));
  home = path.join(folder, 'home');
  mkdirSync(path.join(folder, 'logs'));
  writeLog('one.jsonl', ['arm-a', 'arm-b']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }));

function writeLog(name: string, conditions: string[]): void {
  const lines = conditions.flatMap((condition) =>
    [1, 2, 3].map((n) => ({
      type: 'trial',
      id: `${name}-${condition}-${n}`,
      benchmark: 'bench',
      task: `task-${n}`,
      condition,
      reward: n % 2,
    })),
  );
  writeFileSync(path.join(folder, 'logs', name), lines.map((line) => JSON.stringify(line)).join('\n'));
}

const words = (args: string[]) => [path.resolve('bin/carryover.mjs'), ...args];
const environment = () => {
  const { CARRYOVER_ROOT: _, DATABASE_URL: __, ...env } = process.env;
  return { ...env, CARRYOVER_HOME: home, CARRYOVER_STORE_IDLE_MS: '3000', NODE_OPTIONS: '' };
};

function carryover(...args: string[]): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, words(args), {
    cwd: os.tmpdir(),
    encoding: 'utf8',
    env: environment(),
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const conditionsOf = () =>
  (JSON.parse(carryover('gains', '--study', 'demo', '--json').out) as GainsReport).conditions.map(
    (c) => c.label,
  );

describe('the mapping from the command line', { timeout: 300_000 }, () => {
  const logs = () => path.join(folder, 'logs');
  const file = () => path.join(folder, 'mapping.json');
  let importId = '';

  it('proposes a mapping without importing, takes it back edited, and places trials by it', () => {
    const proposed = carryover('import', logs(), '--study', 'demo', '--propose');
    expect(proposed.err).toBe('');
    const mapping = JSON.parse(proposed.out) as StudyMapping;
    expect(mapping.conditions.map(({ name }) => name).sort()).toEqual(['arm-a', 'arm-b']);
    for (const rule of mapping.conditions) if (rule.name === 'arm-b') rule.name = 'With memories';
    writeFileSync(file(), JSON.stringify(mapping));

    const run = carryover('import', logs(), '--study', 'demo', '--mapping', file());
    expect(run).toMatchObject({ code: 0, err: '' });
    importId = /carryover undo (\S+)/.exec(run.out)![1]!;
    expect(conditionsOf().sort()).toEqual(['With memories', 'arm-a']);
  });

  it('changes the mapping of what is stored', () => {
    const mapping = JSON.parse(carryover('mapping', '--study', 'demo').out) as StudyMapping;
    for (const rule of mapping.conditions) rule.name = 'All';
    writeFileSync(file(), JSON.stringify(mapping));
    const run = carryover('mapping', '--study', 'demo', '--apply', file());
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Of 6 trials') });
    expect(conditionsOf()).toEqual(['All']);
  });

  it('says what is wrong with a mapping file', () => {
    writeFileSync(file(), '{"conditions": [{"name": 3}]}');
    const run = carryover('mapping', '--study', 'demo', '--apply', file());
    expect(run.code).toBe(2);
    expect(run.err).toContain('conditions');
  });

  it('takes an import back', () => {
    const run = carryover('undo', importId);
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Removed 6 trials') });
    expect(carryover('undo', importId).err).toContain('undone before');
  });

  it('watches a folder, imports what comes, and ends with Ctrl-C', async () => {
    const watching = spawn(process.execPath, words(['watch', logs(), '--study', 'watched', '--every', '1']), {
      cwd: os.tmpdir(),
      env: environment(),
    });
    let out = '';
    watching.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    const until = async (pattern: RegExp) => {
      for (let waited = 0; waited < 60_000 && !pattern.test(out); waited += 100)
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(out).toMatch(pattern);
    };
    await until(/6 new trials/);
    writeLog('two.jsonl', ['arm-c']);
    await until(/3 new trials/);
    const ended = new Promise<number | null>((resolve) => watching.once('exit', resolve));
    watching.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(out.match(/new trials/g)).toHaveLength(2);
  });
});
