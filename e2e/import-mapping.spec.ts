import { expect, smallStudy, test } from './fixtures';

test('asks what the logs mean, merges, names the baseline, and changes its mind without importing again', async ({
  page,
  request,
}) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Mapped' } })).json();
  const conditions = async () => {
    const answer = await (await request.get(`/api/v1/studies/${study.id}/conditions`)).json();
    return (answer.conditions as { label: string; trialCount: number; isBaseline: boolean }[])
      .map(({ label, trialCount, isBaseline }) => `${label}: ${trialCount}${isBaseline ? ', baseline' : ''}`)
      .sort();
  };
  await page.goto(`/studies/${study.id}/import`);
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'logs.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(smallStudy()) });
  await expect(page.getByRole('heading', { name: 'Conditions: 2 combinations in 20 trials' })).toBeVisible();
  expect(await conditions()).toEqual([]);

  await page.getByLabel('Condition for insight memories').fill('Insights');
  await expect(page.getByText('proposed: insight memories')).toBeVisible();
  await page.getByLabel('Memory type of insight memories').selectOption('insight');
  await page.getByLabel('Memories in the prompt of insight memories').fill('3');
  await page.getByLabel('zero-shot is the baseline').check();
  await page.getByRole('button', { name: 'Import 20 trials and 10 memories' }).click();
  await expect(page.getByRole('heading', { name: 'What it did to the study' })).toBeVisible();
  await expect.poll(conditions).toEqual(['Insights: 10', 'zero-shot: 10, baseline']);

  await page.getByRole('link', { name: 'Name the conditions' }).click();
  await expect(page.getByRole('heading', { name: 'Mapping', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Memory type of insight memories')).toHaveValue('insight');
  await page.getByLabel('Condition for insight memories').fill('zero-shot');
  await expect(page.getByText('2 combinations become one').first()).toBeVisible();
  await page.getByRole('button', { name: 'Apply to what is stored' }).click();
  await expect.poll(conditions).toEqual(['zero-shot: 20, baseline']);

  await page.getByRole('button', { name: 'Take the last change back' }).click();
  await expect.poll(conditions).toEqual(['Insights: 10', 'zero-shot: 10, baseline']);
});

test('splits trials by a path template and says which paths do not fit', async ({ page, request }) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Paths' } })).json();
  await page.goto(`/studies/${study.id}/import`);
  await page
    .getByLabel('Choose files')
    .setInputFiles({ name: 'logs.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(smallStudy()) });
  const template = page.getByLabel('Split by path (optional)');
  await template.fill('runs/{condition');

  await page.getByRole('button', { name: 'Read paths' }).click();
  await expect(page.getByText('A brace in “{condition” is not closed.')).toBeVisible();
  await template.fill('runs/{condition}/{attempt}');
  await page.getByRole('button', { name: 'Read paths' }).click();
  await expect(page.getByText('20 trials do not fit')).toBeVisible();
});
