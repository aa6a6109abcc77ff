import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { artefactPath } from '@/lib/artefacts/store';
import { finishUpload } from './finish-upload';
import { uploads, uploadsPath } from './upload-server';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'carryover-uploads-'));
  vi.stubEnv('CARRYOVER_HOME', home);
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('carryover.uploads')];
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const ask = (method: string, url: string, headers: Record<string, string>, body?: Buffer) =>
  uploads().server.handleWeb(
    new Request(`http://127.0.0.1${url}`, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...headers },
      ...(body ? { body: new Uint8Array(body) } : {}),
    }),
  );

async function begin(bytes: number, name: string): Promise<string> {
  const made = await ask('POST', uploadsPath, {
    'upload-length': String(bytes),
    'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
  });
  expect(made.status).toBe(201);
  return made.headers.get('location')!.split('/').at(-1)!;
}
const send = (id: string, offset: number, body: Buffer) =>
  ask(
    'PATCH',
    `${uploadsPath}/${id}`,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
  );

it('puts pieces together and keeps them by their content', async () => {
  const content = randomBytes(300_000);
  const id = await begin(content.length, '../évil name.zip');
  expect((await send(id, 0, content.subarray(0, 100_000))).status).toBe(204);
  await expect(finishUpload(uploads().store, id)).rejects.toMatchObject({ code: 'conflict' });
  const head = await ask('HEAD', `${uploadsPath}/${id}`, {});
  expect(head.headers.get('upload-offset')).toBe('100000');
  expect((await send(id, 100_000, content.subarray(100_000))).status).toBe(204);

  const finished = await finishUpload(uploads().store, id);
  const hash = createHash('sha256').update(content).digest('hex');
  expect(finished).toEqual({ artefact: hash, name: 'évil name.zip', bytes: content.length });
  expect(readFileSync(artefactPath(hash)).equals(content)).toBe(true);
  expect(await finishUpload(uploads().store, id)).toEqual(finished);
  expect(readdirSync(path.join(home, 'uploads'))).toEqual([`${id}.done`]);
});

it('refuses a piece at the wrong place, and ids that are none', async () => {
  const id = await begin(10, 'a');
  expect((await send(id, 5, Buffer.alloc(5))).status).toBe(409);
  for (const wrong of ['../../etc/passwd', 'f'.repeat(32)])
    await expect(finishUpload(uploads().store, wrong)).rejects.toMatchObject({ code: 'not-found' });
  expect(existsSync(path.join(home, 'uploads', id))).toBe(true);
});

it('forgets an upload that is given up', async () => {
  const id = await begin(10, 'a');
  expect((await ask('DELETE', `${uploadsPath}/${id}`, {})).status).toBe(204);
  expect(readdirSync(path.join(home, 'uploads'))).toEqual([]);
});
