import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeCompute, compute } from '@/lib/compute/pool';
import { quantiseRows } from '@/lib/core/linear/quantised-rows';
import { program, programNames } from './program';

afterEach(async () => {
  await closeCompute();
  vi.unstubAllEnvs();
});

describe.each([
  ['its bundle', '.mjs', process.env.CARRYOVER_PROGRAMS!],
  ['its TypeScript', '.ts', ''],
])('a program from %s', (_name, ending, folder) => {
  it('is there, whichever it is', () => {
    vi.stubEnv('CARRYOVER_PROGRAMS', folder);
    const files = programNames.map((name) => program(name).file);
    expect(files.every((file) => file.endsWith(ending))).toBe(true);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('runs as a thread', async () => {
    vi.stubEnv('CARRYOVER_PROGRAMS', folder);
    const vectors = Float32Array.of(-1, 0, 1, 0);
    const inThread = await compute('quantise-rows', { vectors, columns: 2 });
    expect(inThread).toEqual(quantiseRows(vectors, 2));
  });
});
