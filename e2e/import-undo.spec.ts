import { expect, smallStudy, test } from './fixtures';

test('takes an import back as a whole, after asking', async ({ page, request }) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Undone' } })).json();
  const started = await (
    await request.post(`/api/v1/studies/${study.id}/imports`, {
      data: Buffer.from(smallStudy()),
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'logs.jsonl' },
    })
  ).json();
  await page.goto(`/studies/${study.id}/import/${started.importId}`);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Undo this import?' });
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await dialog.getByRole('button', { name: 'Undo it' }).click();
  await expect(page.getByText(/^undone /)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo this import' })).toBeHidden();

  await page.goto(`/studies/${study.id}`);
  await expect(page.getByRole('heading', { name: 'Nothing has been imported yet' })).toBeVisible();
});

test('shows the bytes that were in the way, as CSV too, and tries again', async ({ page, request }) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Broken' } })).json();
  await page.goto(`/studies/${study.id}/import`);
  await page.getByLabel('Choose files').setInputFiles([
    { name: 'good.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(smallStudy()) },
    {
      name: 'bad.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"history": [],\n  "trajectory": oops}'),
    },
  ]);
  await page.getByRole('button', { name: 'Import 20 trials and 10 memories' }).click();
  await page.getByText('bad.json', { exact: true }).first().click();
  await expect(page.locator('mark', { hasText: 'o' })).toBeVisible();
  const csv = await request.get(
    page
      .url()
      .replace(/.*\/import\//, '/api/v1/imports/')
      .concat('/report.csv'),
  );
  expect(csv.headers()['content-type']).toContain('text/csv');
  expect((await csv.text()).split('\r\n').filter(Boolean)).toHaveLength(3);
  await page.getByRole('button', { name: 'Try 1 file again' }).click();
  await expect(page.getByRole('button', { name: 'Try 1 file again' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Files of this import' }).getByRole('row')).toHaveCount(2);
});
