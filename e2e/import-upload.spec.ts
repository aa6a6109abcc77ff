import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
// Broken connections are errors on the console here, so the plain test is used.
import { expect, test } from 'playwright/test';
import { smallStudy } from './fixtures';

const noiseBytes = 70 * 1024 * 1024;

test('goes on with an upload that was broken off, and keeps every byte', async ({ page, request }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-upload-'));
  try {
    writeFileSync(path.join(folder, 'logs.jsonl'), smallStudy());
    writeFileSync(path.join(folder, 'noise.bin'), randomBytes(noiseBytes));
    const archive = path.join(folder, 'runs.tar');
    execFileSync('tar', ['-cf', archive, '-C', folder, 'logs.jsonl', 'noise.bin']);
    const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
    const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Uploads' } })).json();

    await page.goto(`/studies/${study.id}/import`);
    const firstPiece = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
    await page.getByLabel('Choose files').setInputFiles(archive);
    await firstPiece;
    await page.context().setOffline(true);
    await expect(page.getByText(/^32 MB|^3\d MB|^6\d MB/)).toBeVisible();

    // The page is left in the middle; the same file chosen again goes on where the server is.
    await page.context().setOffline(false);
    await page.reload();
    const offsets: string[] = [];
    page.on('request', (sent) => {
      if (sent.method() === 'PATCH') offsets.push(sent.headers()['upload-offset'] ?? '');
    });
    await page.getByLabel('Choose files').setInputFiles(archive);
    await expect(page.getByRole('button', { name: 'Import 20 trials and 10 memories' })).toBeVisible({
      timeout: 45_000,
    });
    expect(Number(offsets[0])).toBeGreaterThanOrEqual(32 * 1024 * 1024);
    const jobId = page.url().split('/').at(-1);
    const { job } = await (await request.get(`/api/v1/jobs/${jobId}`)).json();
    expect(job.input.sources).toEqual([{ kind: 'upload', artefact: hash, name: 'runs.tar' }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('can be paused, gone on with, and given up', async ({ page, request }) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Paused' } })).json();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/v1/uploads/**', async (route) => {
    if (route.request().method() === 'PATCH') await held;
    await route.continue().catch(() => undefined);
  });
  await page.goto(`/studies/${study.id}/import`);
  const file = { name: 'logs.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(smallStudy()) };
  await page.getByLabel('Choose files').setInputFiles(file);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/paused$/)).toBeVisible();
  release();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('button', { name: 'Import 20 trials and 10 memories' })).toBeVisible();
});

test('sends a whole folder with its shape', async ({ page, request }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'carryover-folder-'));
  try {
    execFileSync('mkdir', ['-p', path.join(folder, 'runs', 'deep')]);
    writeFileSync(path.join(folder, 'runs', 'deep', 'logs.jsonl'), smallStudy());
    writeFileSync(path.join(folder, 'runs', 'README.md'), 'words');
    const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Folder' } })).json();
    await page.goto(`/studies/${study.id}/import`);
    await page.getByLabel('Choose a folder').setInputFiles(path.join(folder, 'runs'));
    await page.getByRole('button', { name: 'Import 20 trials and 10 memories' }).click();
    const files = page.getByRole('table', { name: 'Files of this import' });
    await expect(files).toContainText('runs/deep/logs.jsonl');
    await expect(files).toContainText('documentation');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
