import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endStore, storeTemplate } from '@/db/testing';
import type { GainsReport } from '@/lib/core/gains/report';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { carryoverEnvironment, carryoverWords, runCarryover } from './run-carryover';

let folder: string;
let home: string;
beforeAll(async () => {
  process.env.CARRYOVER_STORE_TEMPLATE = await storeTemplate();
  folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-mapping-'));
  home = path.join(folder, 'home');
  mkdirSync(path.join(folder, 'logs'));
  writeLog('one.jsonl', ['arm-a', 'arm-b']);
});
afterAll(async () => {
  await endStore(home);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

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

const carryover = (...words: string[]) => runCarryover(carryoverEnvironment(home), ...words);

async function conditionLabels(): Promise<string[]> {
  const { out } = await carryover('gains', '--study', 'demo', '--json');
  return (JSON.parse(out) as GainsReport).conditions.map(({ label }) => label).sort();
}

describe('the mapping from the command line', { timeout: 300_000 }, () => {
  const logs = () => path.join(folder, 'logs');
  const file = () => path.join(folder, 'mapping.json');
  let importId = '';

  it('proposes a mapping without importing, takes it back edited, and places trials by it', async () => {
    const proposed = await carryover('import', logs(), '--study', 'demo', '--propose');
    expect(proposed.err).toBe('');
    const mapping = JSON.parse(proposed.out) as StudyMapping;
    expect(mapping.conditions.map(({ name }) => name).sort()).toEqual(['arm-a', 'arm-b']);
    for (const rule of mapping.conditions) if (rule.name === 'arm-b') rule.name = 'With memories';
    writeFileSync(file(), JSON.stringify(mapping));

    const run = await carryover('import', logs(), '--study', 'demo', '--mapping', file());
    expect(run).toMatchObject({ code: 0, err: '' });
    importId = /carryover undo (\S+)/.exec(run.out)![1]!;
    expect(await conditionLabels()).toEqual(['With memories', 'arm-a']);
  });

  it('changes the mapping of what is stored', async () => {
    const mapping = JSON.parse((await carryover('mapping', '--study', 'demo')).out) as StudyMapping;
    for (const rule of mapping.conditions) rule.name = 'All';
    writeFileSync(file(), JSON.stringify(mapping));
    const run = await carryover('mapping', '--study', 'demo', '--apply', file());
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Of 6 trials') });
    expect(await conditionLabels()).toEqual(['All']);
  });

  it('says what is wrong with a mapping file', async () => {
    writeFileSync(file(), '{"conditions": [{"name": 3}]}');
    const run = await carryover('mapping', '--study', 'demo', '--apply', file());
    expect(run.code).toBe(2);
    expect(run.err).toContain('conditions');
  });

  it('takes an import back', async () => {
    const run = await carryover('undo', importId);
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Removed 6 trials') });
    expect((await carryover('undo', importId)).err).toContain('undone before');
  });

  it('watches a folder, imports what comes, and ends with Ctrl-C', async () => {
    const words = carryoverWords('watch', logs(), '--study', 'watched', '--every', '1');
    const env = carryoverEnvironment(home);
    const watching = spawn(process.execPath, words, { cwd: os.tmpdir(), env });
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
