import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChromium, isRunnable } from './chromium.mjs';

const places = { chosen: '/chosen', system: ['/first', '/second'], own: '/own' };
const only = (...files: string[]) => ({ ...places, runnable: (file: string) => files.includes(file) });

describe('findChromium', () => {
  it('prefers the chosen one, then the system, then Playwright', () => {
    expect(findChromium(only('/chosen', '/first', '/own'))).toBe('/chosen');
    expect(findChromium(only('/second', '/own'))).toBe('/second');
    expect(findChromium(only('/own'))).toBe('/own');
  });

  it('finds nothing when nothing starts', () => {
    expect(findChromium(only())).toBeNull();
    expect(findChromium({ ...only(), own: null })).toBeNull();
  });
});

describe.skipIf(process.platform === 'win32')('isRunnable', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-chromium-'));
  const program = (text: string) => {
    const file = path.join(folder, 'program');
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it('believes only a program that names itself and ends well', () => {
    try {
      expect(isRunnable(program('echo Chromium 140.0'))).toBe(true);
      expect(isRunnable(program('echo please install the snap; exit 1'))).toBe(false);
      expect(isRunnable(program('echo something else'))).toBe(false);
      expect(isRunnable(path.join(folder, 'absent'))).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
