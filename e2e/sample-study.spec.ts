import type { Page } from 'playwright/test';
import { expect, sampleStudyMade, test } from './fixtures';

const studyName = 'Sample study (synthetic)';

test.beforeAll(({ request }) => sampleStudyMade(request));

test('opens on the sample study, marked as synthetic everywhere', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: studyName }).click();
  await expect(page.getByRole('heading', { name: studyName, level: 1 })).toBeVisible();
  await expect(page.getByText('Best condition, gain in pp over zero-shot')).toBeVisible();
  for (const name of ['Gains', 'Ablations', 'Memory space', 'Memories', 'Tasks', 'Import']) {
    await page.getByRole('navigation', { name: 'Study' }).getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    await expect(
      page.getByText('synthetic', { exact: true }).filter({ visible: true }).first(),
    ).toBeVisible();
  }
});

test('reads the gain of a condition, changes the baseline and the average by the address', async ({
  page,
}) => {
  await page.goto('/studies/sample-study-synthetic/gains?k=3');
  const table = page.getByRole('table', { name: /pass@3 per condition and benchmark/ });
  await expect(table.getByRole('row', { name: /^insight/ })).toContainText(/\d+\.\d/);
  await expect(table.getByRole('row', { name: /^gain/ }).last()).toContainText(/[+\u2212]\d+\.\d.*\[.*\]/);
  await expect(
    page.getByText(/95 % intervals, BCa bootstrap of 10,000 resamples.*seed 7/).first(),
  ).toBeVisible();

  await page.getByRole('radio', { name: 'macro' }).check({ force: true });
  await expect(page).toHaveURL(/average=macro/);
  await expect(table.getByRole('columnheader', { name: /macro average/ })).toBeVisible();

  await page.getByLabel('Baseline', { exact: true }).selectOption({ label: 'insight' });
  await expect(page).toHaveURL(/baseline=/);
  await page.reload();
  await expect(page.getByRole('heading', { name: /gain over insight in percentage points/ })).toBeVisible();

  await table.getByRole('button', { name: 'zero-shot, macro average: details' }).click();
  await expect(
    page.locator('dl:popover-open, [popover]:popover-open').getByText('paired tasks'),
  ).toBeVisible();
});

/** What a button of an export menu hands over. */
async function exported(page: Page, what: string, button: string): Promise<Buffer> {
  await page.getByRole('button', { name: `Export ${what}`, exact: true }).press('Enter');
  const menu = page.getByRole('region', { name: `Export ${what}`, exact: true });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    menu.getByRole('button', { name: button, exact: true }).press('Enter'),
  ]);
  await expect(menu).toBeHidden();
  return Buffer.concat(await (await file.createReadStream()).toArray());
}

test('draws bars with whiskers and exports them for print and as numbers', async ({ page }) => {
  await page.goto('/studies/sample-study-synthetic/gains');
  const title = 'pass@1 per benchmark';
  const chart = page.getByRole('region', { name: title, exact: true });
  await expect(chart.locator('.recharts-errorBar').first()).toBeAttached();
  const svg = (await exported(page, title, 'SVG')).toString('utf8');
  expect(svg).toMatch(/<svg[^>]* width="7in"/);
  expect(svg).toContain('src:url(data:font/woff2;base64,');
  expect(svg).toContain('npx carryover gains --study');
  expect(svg).not.toMatch(/var\(|<script|class=/);
  const png = await exported(page, title, 'PNG');
  expect(png.readUInt32BE(16)).toBe(2100);
  expect(png.subarray(0, 100).includes('pHYs')).toBe(true);
  const csv = (await exported(page, title, 'CSV')).toString('utf8');
  expect(csv.split('\r\n')[0]).toBe(
    'condition,benchmark,rate,rate_ci_low,rate_ci_high,rate_reason,tasks,trials',
  );
  expect(csv).not.toContain('NaN');
});

test('exports the table of gains as papers print it, and as data', async ({ page }) => {
  await page.goto('/studies/sample-study-synthetic/gains');
  const tex = (await exported(page, 'the table', 'LaTeX')).toString('utf8');
  expect(tex).toContain('\\toprule');
  expect(tex).toMatch(/\\quad gain & .*\\scriptsize/);
  const { dataHash, command, seeds } = JSON.parse(
    (await exported(page, 'the table', 'Provenance')).toString('utf8'),
  );
  expect(dataHash).toMatch(/^[0-9a-f]{64}$/);
  expect([command, seeds]).toEqual([expect.stringContaining('--baseline'), [7]]);
  const parquet = await exported(page, 'the table', 'Parquet');
  expect([parquet.subarray(0, 4).toString(), parquet.includes(dataHash)]).toEqual(['PAR1', true]);
});

test('goes from a flipped task to its trials, its prompt block and its trajectory', async ({ page }) => {
  await page.goto('/studies/sample-study-synthetic/gains');
  await page.getByLabel('Condition', { exact: true }).selectOption({ index: 3 });
  const gained = page.getByRole('table', { name: /^Gained/ });
  const task = gained.getByRole('link').first();
  const name = (await task.textContent())!;
  await task.click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const insight = page.getByRole('region', { name: 'insight' });
  await expect(insight.getByText('3 retrieved memories').first()).toBeVisible();
  await insight
    .getByText(/^Prompt block/)
    .first()
    .click();
  await expect(insight.getByText('# Memory Item 1').first()).toBeVisible();
  await insight
    .getByRole('link', { name: /Trajectory/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Trajectory' })).toContainText(/Steps 1 to \d+ of \d+/);
});
