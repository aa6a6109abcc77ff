import { expect, sampleStudyMade, test } from './fixtures';

test.beforeAll(({ request }) => sampleStudyMade(request));

const ledger = '/studies/sample-study-synthetic/gains/ledger';

test('filters the ledger by its address, follows a flip to its task, and sees a cause change the shares', async ({
  page,
}) => {
  await page.goto(`${ledger}?outcome=lost&type=trajectory`);
  await expect(page.getByRole('heading', { name: 'Flips and causes' })).toBeVisible();
  const table = page.getByRole('table', { name: 'Tasks by what became of them' });
  const rows = table.locator('tbody tr');
  const lost = await rows.count();
  expect(lost).toBeGreaterThan(1);
  await expect(rows.filter({ hasText: 'lost' })).toHaveCount(lost);
  await expect(rows.filter({ hasText: 'trajectory' })).toHaveCount(lost);

  // Another choice changes the address, and the address alone brings it back.
  await page.getByLabel('Shown', { exact: true }).selectOption('gained');
  await expect(page).toHaveURL(/outcome=gained/);
  await expect(rows.filter({ hasText: 'lost' })).toHaveCount(0);
  await page.goto(`${ledger}?outcome=lost&type=trajectory`);
  await expect(rows).toHaveCount(lost);

  // A cause from the keyboard, then another one.
  await expect(page.getByText(`0 of ${lost} losses on screen have a cause, said by hand.`)).toBeVisible();
  const causes = page.getByRole('group', { name: /^Cause of the loss of/ });
  await causes.nth(0).getByRole('button', { name: /^1/ }).focus();
  await page.keyboard.press('3');
  await expect(page.getByText(`1 of ${lost} losses on screen`)).toBeVisible();
  const chart = page.getByRole('img', { name: /^Shares of the causes/ });
  await expect(chart.getByText('100 % (1)')).toBeVisible();
  await causes.nth(1).getByRole('button', { name: '4: Other' }).click();
  await expect(chart.getByText('50 % (1)')).toHaveCount(2);

  // It stays, and is taken back by what undoes it.
  await page.reload();
  await expect(chart.getByText('50 % (1)')).toHaveCount(2);
  await causes.nth(1).getByRole('button', { name: '4: Other' }).click();
  await expect(chart.getByText('100 % (1)')).toBeVisible();
  await rows.nth(1).getByRole('button', { name: 'Undo' }).click();
  await expect(chart.getByText('50 % (1)')).toHaveCount(2);
  for (const [row, digit] of [
    [0, 3],
    [1, 4],
  ] as const)
    await causes
      .nth(row)
      .getByRole('button', { name: new RegExp(`^${digit}`) })
      .press('Delete');
  await expect(page.getByText(`0 of ${lost} losses on screen`)).toBeVisible();

  const task = table.locator('tbody th').first().getByRole('link');
  const name = (await task.textContent())!;
  await task.click();
  await expect(page).toHaveURL(/\/tasks\/[0-9a-f-]{36}/);
  await expect(page.getByText(name).first()).toBeVisible();
});

test('counts what the interface for programs counts, and shows transfer between benchmarks', async ({
  page,
  request,
}) => {
  const answer = await (
    await request.get('/api/v1/studies/sample-study-synthetic/losses?outcome=flips')
  ).json();
  const all = answer.groups.filter((group: { benchmark: string | null }) => group.benchmark === null);
  expect(all).toHaveLength(4);
  const flips = all.reduce(
    (sum: number, group: { gained: number; lost: number }) => sum + group.gained + group.lost,
    0,
  );
  expect(answer.lines).toHaveLength(flips);
  await page.goto('/studies/sample-study-synthetic/gains');
  await page.getByRole('link', { name: 'Transfer and scaling' }).click();
  const map = page.getByRole('img', { name: /^Uplift in percentage points by source/ });
  await expect(map).toBeVisible();
  await page.getByText('as measured').click();
  await expect(page).toHaveURL(/cells=own/);
  await expect(page.getByText('poolFraction')).toBeVisible();
  const transfer = await (await request.get('/api/v1/studies/sample-study-synthetic/transfer')).json();
  // Retrieval in the sample never draws from the target's own benchmark.
  for (const cell of transfer.matrix.cells as { source: string; target: string; taskCount: number }[])
    if (cell.source === cell.target) expect(cell.taskCount).toBe(0);
  expect(transfer.writers.users).toEqual(['synthetic-model']);
  const refused = await request.put(
    `/api/v1/studies/sample-study-synthetic/losses/${answer.lines[0].taskId}/${answer.lines[0].condition}`,
    { data: { cause: 'bad luck' } },
  );
  expect(refused.status()).toBe(400);
});
