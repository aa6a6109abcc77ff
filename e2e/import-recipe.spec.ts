import { expect, test } from './fixtures';

const table = (rows: string[]) => ({
  name: 'results.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(`problem,arm,verdict,notes\n${rows.join('\n')}\n`),
});

test('asks once what the columns of a table hold, and reads the next such table by itself', async ({
  page,
  request,
}) => {
  const { study } = await (await request.post('/api/v1/studies', { data: { name: 'Tables' } })).json();
  await page.goto(`/studies/${study.id}/import`);
  await page
    .getByLabel('Choose files')
    .setInputFiles(table(['p1,zero-shot,solved,a', 'p2,zero-shot,stuck,b', 'p2,memories,solved,c']));
  await expect(page.getByRole('heading', { name: 'results.csv', level: 2 })).toBeVisible();
  await expect(page.getByLabel('Column of Task')).toHaveValue('problem');
  await expect(page.getByLabel('Column of Condition')).toHaveValue('arm');

  await page.getByLabel('Column of Reward, or whether it passed').selectOption('verdict');
  const preview = page.getByRole('table', { name: 'The first rows as they would be read' });
  await page.getByLabel('“solved” means').selectOption('1');
  await page.getByLabel('“stuck” means').selectOption('0');
  await expect(preview.getByRole('row').nth(2)).toContainText('0');
  await page.getByLabel('Benchmark of every row').fill('own-bench');
  await expect(preview.getByRole('row').nth(1)).toContainText('own-bench');
  await page.getByLabel('Name of this recipe').fill('Our results');
  await page.getByRole('button', { name: 'Keep it and look again' }).click();

  await expect(page.getByRole('heading', { name: 'Conditions: 2 combinations in 3 trials' })).toBeVisible();
  await page.getByRole('button', { name: 'Import 3 trials' }).click();
  const records = page.getByRole('table', { name: 'Records by kind' });
  await expect(records.getByRole('row', { name: /trials/ })).toContainText('3');

  await page.goto(`/studies/${study.id}/import`);
  await expect(page.getByText('Our results', { exact: true }).first()).toBeVisible();
  await page.getByLabel('Choose files').setInputFiles(table(['p3,memories,stuck,d']));
  await page.getByRole('button', { name: 'Import 1 trial' }).click();
  await expect(records.getByRole('row', { name: /trials/ })).toContainText('1');

  await page.goto(`/studies/${study.id}/import`);
  await page.getByRole('button', { name: 'Forget Our results' }).click();
  await expect(page.getByText('Recipes for tables')).toBeHidden();
});
