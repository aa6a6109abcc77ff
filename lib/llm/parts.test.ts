import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { askedDelay } from '@/lib/openai/with-retries';
import { listPrice } from './prices';
import { Slots } from './slots';

describe('askedDelay', () => {
  const now = Date.UTC(2026, 0, 1);
  const headers = (values: Record<string, string>) => new Headers(values);
  it.each([
    [{}, null],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after-ms': '15', 'retry-after': '2' }, 15],
    [{ 'retry-after': new Date(now + 5_000).toUTCString() }, 5_000],
    [{ 'retry-after': new Date(now - 5_000).toUTCString() }, 0],
    [{ 'retry-after': 'soon' }, null],
  ])('%o asks for %s ms', (values, expected) => {
    expect(askedDelay(headers(values), now)).toBe(expected);
  });
});

describe('listPrice', () => {
  it('is known for OpenAI itself alone', () => {
    expect(listPrice('gpt-4o-mini', {})).toMatchObject({ input: 0.15, output: 0.6 });
    expect(listPrice('gpt-4o-mini', { OPENAI_BASE_URL: 'https://api.openai.com/v1' })).not.toBeNull();
    expect(listPrice('gpt-4o-mini', { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toBeNull();
    expect(listPrice('some-model', {})).toBeNull();
    expect(listPrice('constructor', {})).toBeNull();
  });
});

describe('Slots', () => {
  it('never lets more work run than it has room for', async () => {
    const slots = new Slots(3);
    let [running, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    };
    await Promise.all(Array.from({ length: 20 }, () => slots.run(work)));
    expect(most).toBe(3);
  });

  it('lets go of who no longer waits, and of work that failed', async () => {
    const slots = new Slots(1);
    const stop = new AbortController();
    const first = slots.run(() => new Promise((_, reject) => setTimeout(() => reject(new Error('no')), 20)));
    const waiting = slots.run(async () => 'never', stop.signal);
    stop.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(first).rejects.toThrow('no');
    await expect(slots.run(async () => 'free again')).resolves.toBe('free again');
    expect(() => new Slots(0)).toThrow(RangeError);
  });
});

describe('the doubles of paid services', () => {
  const sources = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const file = path.join(folder, name);
      return statSync(file).isDirectory() ? sources(file) : /\.tsx?$/.test(name) ? [file] : [];
    });

  it('are imported by tests alone', () => {
    const importing = ['app', 'lib', 'db', 'bin']
      .flatMap(sources)
      .filter((file) => !/(\.test\.ts|test-server[a-z-]*\.ts)$/.test(file))
      .filter((file) => /from '[^']*test-server[a-z-]*'/.test(readFileSync(file, 'utf8')));
    expect(importing).toEqual([]);
  });
});
