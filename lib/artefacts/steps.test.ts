import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '@/lib/core/vocabulary';
import { putSteps, readSteps } from './steps';
import { artefactPath } from './store';

const step = (i: number, message = `message ${i}`): Step => ({
  source: 'agent',
  message,
  reasoning: null,
  model: null,
  toolCalls: [],
  observations: [],
  timestamp: null,
  copied: false,
  promptTokens: i,
  completionTokens: null,
  cachedTokens: null,
  costUsd: null,
});

let home: string;
beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'carryover-steps-'));
  process.env.CARRYOVER_HOME = home;
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('steps in the artefact store', () => {
  it('come back by range, across chunks, with the total', async () => {
    const steps = Array.from({ length: 173 }, (_, i) =>
      step(i, i % 40 === 0 ? 'x'.repeat(200_000) + i : `message ${i}`),
    );
    const artefact = await putSteps(steps);
    for (const [from, count] of [
      [0, 50],
      [49, 3],
      [0, 1],
      [172, 10],
      [100, 0],
      [500, 5],
      [0, 1000],
    ] as const) {
      const read = await readSteps(artefact, from, count);
      expect(read.total).toBe(173);
      expect(read.steps).toEqual(steps.slice(from, from + count));
    }
  });

  it('of an empty trajectory are none', async () => {
    expect(await readSteps(await putSteps([]), 0, 10)).toEqual({ steps: [], total: 0 });
  });

  it('are stored once for the same content', async () => {
    expect(await putSteps([step(1)])).toBe(await putSteps([step(1)]));
    expect(await putSteps([step(1)])).not.toBe(await putSteps([step(2)]));
  });

  it('that are damaged or gone are an error that says what to do', async () => {
    const artefact = await putSteps([step(7), step(8)]);
    truncateSync(artefactPath(artefact), 20);
    await expect(readSteps(artefact, 0, 1)).rejects.toMatchObject({ code: 'unreadable-file' });
    await expect(readSteps('0'.repeat(64), 0, 1)).rejects.toMatchObject({ code: 'not-found' });
  });
});
