import { expect, sampleStudyMade, test } from './fixtures';

test.beforeAll(({ request }) => sampleStudyMade(request));

test('composes a grid, stops it, goes on where it stopped, sets two arms side by side and copies a prompt block', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/studies/sample-study-synthetic/ablations');
  await expect(page.getByRole('heading', { name: 'Compose a grid' })).toBeVisible();
  for (const method of [
    'Hybrid, by normalised scores',
    'Maximal marginal relevance',
    'Oracle, by measured uplift',
  ])
    await page.getByLabel(method, { exact: true }).check();
  for (const more of ['in-domain', 'all', 'top 1', 'all types together'])
    await page.getByLabel(more, { exact: true }).check();
  await page.getByText('More dimensions').click();
  await page.getByLabel('2/4', { exact: true }).check();
  await page.getByText('Parameters of the methods').click();
  await page.getByLabel(/^k1 of BM25/).fill('1.2, one');
  await expect(page.getByText('In the parameters, something is no number.')).toBeVisible();
  await page.getByLabel(/^k1 of BM25/).fill('1.2, 1.5');
  await page.getByLabel('Name', { exact: true }).fill('A large grid');
  // Seven methods and BM25 once more, three scopes, two kinds of types, two sizes, two shares of the pool.
  const arms = 8 * 3 * 2 * 2 * 2;
  await page.getByRole('button', { name: `Run ${arms} arms` }).click();

  await expect(page.getByRole('heading', { name: 'A large grid', level: 1 })).toBeVisible();
  const table = page.getByRole('table', { name: 'Arms of the ablation' });
  await expect(table.getByRole('row')).toHaveCount(arms + 1);
  await expect(page.getByText(/[1-9]\d* of 192 arms/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Stopped' })).toBeVisible({ timeout: 30_000 });
  const waiting = table.getByRole('row', { name: /waiting$/ });
  await expect.poll(() => waiting.count()).toBeGreaterThan(0);
  const done = arms - (await waiting.count());
  expect(done).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => waiting.count(), { timeout: 120_000 }).toBe(0);

  await page.getByLabel('beside arm').selectOption({ index: 40 });
  await expect(page).toHaveURL(/second=40/);
  const second = page.getByRole('region', { name: 'Arm 41', exact: true });
  await expect(second.getByRole('link').first()).toBeVisible();
  await expect(second.getByText(/^(only here|same rank|up \d+|down \d+)$/).first()).toBeVisible();
  await second.getByText('Prompt block').click();
  await second.getByRole('button', { name: 'Copy the prompt block of arm 41' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('# Memory Item 1');
});

test('adds arms to an ablation without running the others again', async ({ page, request }) => {
  const started = await request.post('/api/v1/studies/sample-study-synthetic/ablations', {
    data: { name: 'Two sizes', grid: { method: ['bm25'], topN: [1, 3] } },
  });
  const { ablationId } = (await started.json()) as { ablationId: string };
  const finished = async () => {
    const answer = (await (await request.get(`/api/v1/ablations/${ablationId}`)).json()) as {
      ablation: { summary: object | null; arms: object[] };
    };
    return answer.ablation.summary ? answer.ablation.arms.length : 0;
  };
  await expect.poll(finished, { timeout: 30_000 }).toBe(2);
  await page.goto(`/studies/sample-study-synthetic/ablations/${ablationId}`);
  await page.getByText('Add arms to this ablation').click();
  await page.getByRole('button', { name: 'Add 4 arms' }).click();
  await expect.poll(finished, { timeout: 60_000 }).toBe(6);
  await page.reload();
  await expect(
    page.getByRole('table', { name: 'Mean Jaccard overlap between arms' }).getByRole('row'),
  ).toHaveCount(7);
  await expect(page.getByRole('heading', { name: 'Who feeds whom' })).toBeVisible();
});

test('refuses a grid that nobody could read, by name', async ({ request }) => {
  const many = Array.from({ length: 400 }, (_, i) => i + 1);
  const post = (data: object) => request.post('/api/v1/studies/sample-study-synthetic/ablations', { data });
  const tooMany = await post({ grid: { seed: many, sourceBenchmarks: many } });
  expect(tooMany.status()).toBe(413);
  expect((await tooMany.json()).error).toMatchObject({
    code: 'limit-exceeded',
    message: 'The grid has 160,000 combinations; at most 500 are run at once.',
  });
  const wrong = await post({ grid: { method: ['bm25'], parameters: [{ k1: -1 }] } });
  expect((await wrong.json()).error).toMatchObject({ code: 'invalid-input' });
  expect((await post({})).status()).toBe(400);
});
