import { expect, sampleStudyMade, test } from './fixtures';

test.beforeAll(({ request }) => sampleStudyMade(request));

test('recomputes an ablation without suspects by one switch, and lists who is suspected', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const started = await request.post('/api/v1/studies/sample-study-synthetic/ablations', {
    data: { name: 'Who leaks', grid: { method: ['bm25'], scope: ['cross-domain', 'all'] } },
  });
  const { ablationId } = (await started.json()) as { ablationId: string };
  const path = `/api/v1/ablations/${ablationId}`;
  const finished = async () => {
    const { ablation } = (await (await request.get(path)).json()) as {
      ablation: { summary: object | null; arms: object[] };
    };
    return ablation.summary ? ablation.arms.length : 0;
  };
  await expect.poll(finished, { timeout: 60_000 }).toBe(2);

  await page.goto(`/studies/sample-study-synthetic/ablations/${ablationId}`);
  const arms = page.getByRole('table', { name: 'Arms of the ablation' });
  await expect(arms.getByRole('row')).toHaveCount(3);
  await expect(arms.getByText(/\d+ its own source task/)).toBeVisible();
  await page.getByRole('button', { name: 'Recompute 2 arms without suspects' }).click();
  await expect(page).toHaveURL(/suspects=without/);
  await expect.poll(finished, { timeout: 60_000 }).toBe(4);
  await expect(arms.getByRole('row', { name: /without suspects/ })).toHaveCount(2, { timeout: 30_000 });
  await expect(arms.getByRole('row')).toHaveCount(3);
  await expect(arms.getByText('its own source task')).toHaveCount(0);

  const changes = page.getByRole('table', { name: 'What changes without suspects' });
  await expect(changes.getByRole('row', { name: /2 → 4/ })).toContainText(/[1-9]\d* of 112/);
  const agreement = page.getByRole('table', { name: 'Mean Jaccard overlap between arms' });
  await expect(agreement.getByRole('row')).toHaveCount(3);
  await expect(agreement.getByRole('rowheader').first()).toContainText('without suspects');
  await expect(page.getByRole('region', { name: 'Arm 3', exact: true })).toBeVisible();
  await page.getByText('All arms', { exact: true }).click();
  await expect(arms.getByRole('row')).toHaveCount(5);
  await page.getByText('With suspects', { exact: true }).click();
  await expect(arms.getByRole('row')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Arm 1', exact: true })).toBeVisible();

  // A second press of the switch's verb has nothing to add, and repeats no arm.
  const again = await request.post(`${path}/arms`, { data: { withoutSuspects: true } });
  expect(await again.json()).toMatchObject({ added: 0 });
  await expect.poll(finished, { timeout: 60_000 }).toBe(4);

  await page.getByRole('link', { name: 'List them' }).click();
  const suspects = page.getByRole('table', { name: 'Memories that may give an answer away' });
  await expect(suspects.getByText('its own source task').first()).toBeVisible();
  await suspects.getByRole('link', { name: 'Task', exact: true }).click();
  await expect(page).toHaveURL(/sort=task/);
  await expect(suspects.getByRole('columnheader', { name: 'Task' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.getByRole('combobox', { name: 'Evidence' }).selectOption({ label: 'holds the answer' });
  await expect(page.getByText('No arm retrieves a memory with such evidence against it.')).toBeVisible();
  const csv = await request.get(`${path}/suspects?format=csv`);
  expect(csv.headers()['content-type']).toContain('text/csv');
  expect((await csv.text()).split('\r\n')[0]).toMatch(/^benchmark,task,memory,/);
});
