import { expect, smallStudy, test } from './fixtures';

test('brings logs in, watches the progress, reads a gain, runs an ablation and opens a task', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByLabel('Name').fill('My logs');
  await page.getByRole('button', { name: 'Create study' }).click();
  await expect(page.getByRole('heading', { name: 'Import', level: 1 })).toBeVisible();

  await page.getByLabel('Choose files').setInputFiles({
    name: 'logs.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(`${smallStudy()}\n{"type": "trial", "benchmark": "alpha"}\n`),
  });
  await expect(page.getByText('Nothing has been written to the study yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Import 20 trials and 10 memories' }).click();
  await expect(page.getByRole('heading', { name: 'What it did to the study' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'logs.jsonl', level: 1 })).toBeVisible();
  const records = page.getByRole('table', { name: 'Records by kind' });
  await expect(records.getByRole('row', { name: /trials/ })).toContainText('20');
  await expect(records.getByRole('row', { name: /memories/ })).toContainText('10');
  await expect(page.getByText('1 record not used')).toBeVisible();

  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.getByLabel('zero-shot is the baseline').click();
  await expect(page.getByLabel('zero-shot is the baseline')).toBeChecked();
  await page.getByLabel('Memory type of insight memories').selectOption('insight');
  await page.getByRole('link', { name: 'Gains' }).click();
  const table = page.getByRole('table', { name: /per condition and benchmark/ });
  await expect(table.getByRole('row', { name: /^gain/ })).toContainText('+30.0');
  await expect(page.getByRole('table', { name: /^Gained: 3/ })).toBeVisible();

  await page.getByRole('link', { name: 'Ablations' }).click();
  await page.getByLabel('all', { exact: true }).check();
  await page.getByLabel('top 5').check();
  await expect(page.getByText(/^16 arms × 10 tasks = 160 retrievals/)).toBeVisible();
  await page.getByRole('button', { name: 'Run 16 arms' }).click();
  await expect(page.getByRole('table', { name: 'Arms of the ablation' }).getByRole('row')).toHaveCount(17, {
    timeout: 60_000,
  });
  await expect(page.getByRole('table', { name: 'Mean Jaccard overlap between arms' })).toContainText('1.00');
  await expect(
    page.getByRole('region', { name: 'Arm 1', exact: true }).getByRole('link').first(),
  ).toBeVisible();

  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('link', { name: 'task-3' }).click();
  await expect(
    page.getByRole('region', { name: 'insight memories' }).getByText('passed', { exact: true }),
  ).toBeVisible();
  await page.getByLabel(/^Method/).selectOption('bm25');
  await page.getByRole('button', { name: 'Retrieve' }).click();
  await expect(page.getByText(/# Memory Item 1|Prompt block/).first()).toBeVisible();
});

test('says the same import again changes nothing, and merges conditions by renaming', async ({
  page,
  request,
}) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Twice' } })).json();
  const upload = () =>
    request.post(`/api/v1/studies/${study.id}/imports`, {
      data: Buffer.from(smallStudy()),
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'logs.jsonl' },
    });
  const ended = async (id: string) =>
    expect.poll(async () => (await (await request.get(`/api/v1/jobs/${id}`)).json()).job.state).toBe('done');
  await ended((await (await upload()).json()).job.id);
  const second = await (await upload()).json();
  await ended(second.job.id);
  await page.goto(`/studies/${study.id}/import/${second.importId}`);
  await expect(page.getByText('Everything in it was there already: nothing changed.')).toBeVisible();

  await page.goto(`/studies/${study.id}/import`);
  await page.getByLabel('Name of insight memories').fill('zero-shot');
  await page
    .getByRole('row', { name: /insight memories/ })
    .getByRole('button', { name: 'Rename' })
    .click();
  await expect(page.getByText('was: insight memories')).toBeVisible();
});

test('refuses a damaged archive by name and reason, and keeps what was there', async ({ page, request }) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Damaged' } })).json();
  await page.goto(`/studies/${study.id}/import`);
  const whole = Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(400, 7)]);
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer: whole });
  await expect(page.getByText('This did not work')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: /This did not work.*broken.zip/ })).toBeVisible();
});

test('teaches on an empty study, answers an unknown address, and switches the theme', async ({
  page,
  request,
}) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Empty' } })).json();
  for (const [path, words] of [
    ['', 'Nothing has been imported yet'],
    ['/gains', 'No trials yet'],
    ['/ablations', 'No memories to retrieve'],
    ['/space', 'No memories yet'],
    ['/memories', 'No memories yet'],
    ['/tasks', 'No tasks yet'],
  ] as const) {
    await page.goto(`/studies/${study.id}${path}`);
    await expect(page.getByRole('heading', { name: words })).toBeVisible();
  }
  const before = await page.evaluate(() => document.documentElement.dataset.theme);
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).not.toBe(before);
});

test('does not let another site write', async ({ request }) => {
  const foreign = await request.post('/api/v1/studies', {
    data: { name: 'x' },
    headers: { origin: 'https://example.org' },
  });
  expect(foreign.status()).toBe(403);
  const rebound = await request.get('/api/v1/studies', { headers: { host: 'evil.example' } });
  expect(rebound.status()).toBe(403);
  const unknown = await request.get('/api/v1/studies/nowhere');
  expect(unknown.status()).toBe(404);
  expect((await unknown.json()).error).toMatchObject({ code: 'not-found' });
});
