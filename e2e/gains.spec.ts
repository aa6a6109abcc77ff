import type { Page } from 'playwright/test';
import { expect, sampleStudyMade, test } from './fixtures';

const page1 = '/studies/sample-study-synthetic/gains';

test.beforeAll(({ request }) => sampleStudyMade(request));

/** What a button of an export menu hands over. */
async function exported(page: Page, what: string, button: string): Promise<string> {
  await page.getByRole('button', { name: `Export ${what}`, exact: true }).press('Enter');
  const menu = page.getByRole('region', { name: `Export ${what}`, exact: true });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    menu.getByRole('button', { name: button, exact: true }).press('Enter'),
  ]);
  await expect(menu).toBeHidden();
  return Buffer.concat(await (await file.createReadStream()).toArray()).toString('utf8');
}

test('changes baseline, noise, adjustment and missing rule by the address, and reloads into the same', async ({
  page,
  request,
}) => {
  await page.goto(page1);
  await expect(page.getByText(/tasks resampled within each benchmark/).first()).toBeVisible();
  await page.getByLabel('Baseline', { exact: true }).selectOption({ label: 'summary' });
  await expect(page.getByRole('heading', { name: /gain over summary in percentage points/ })).toBeVisible();

  await page.goto(`${page1}?noise=attempts&adjust=holm&missing=leave-out&average=macro&baseline=zero-shot`);
  await expect(page.getByRole('radio', { name: 'attempts' })).toBeChecked();
  await expect(page.getByText(/attempts? per task resampled, tasks as they are/).first()).toBeVisible();
  await expect(page.getByText(/adjusted p below 0.05 \(Holm/).first()).toBeVisible();
  const choices = page.getByRole('table', { name: 'Trials without a reward' });
  await expect(choices.getByRole('row', { name: /leave out \(in use\)/ })).toBeVisible();

  const query = 'noise=attempts&adjust=holm&missing=leave-out&baseline=zero-shot';
  const report = await (await request.get(`/api/v1/studies/sample-study-synthetic/gains?${query}`)).json();
  const insight = report.conditions.find((c: { label: string }) => c.label === 'insight');
  const gain = insight.totals.macro.gain;
  const shown = page.getByRole('table', { name: /per condition and benchmark/ });
  const text = `${gain.estimate.value < 0 ? '\u2212' : '+'}${Math.abs(gain.estimate.value * 100).toFixed(1)}`;
  await expect(shown.getByRole('row', { name: /gain of insight/ })).toContainText(text);
});

test('says that a baseline is gone, and offers the study’s own', async ({ page }) => {
  await page.goto(`${page1}?baseline=00000000-0000-4000-8000-000000000000`);
  await expect(page.getByText('The gains could not be computed')).toBeVisible();
  await page.getByRole('link', { name: /study's own baseline/ }).click();
  await expect(page.getByRole('table', { name: /per condition and benchmark/ })).toBeVisible();
});

test('goes from a number of the table to the tasks behind it, and on to one of them', async ({ page }) => {
  await page.goto(page1);
  const table = page.getByRole('table', { name: /per condition and benchmark/ });
  await table.getByRole('button', { name: /; insight, task-weighted: details/ }).click();
  const card = page.locator('[popover]:popover-open');
  await expect(card.getByText('Wilcoxon')).toBeVisible();
  await card.getByRole('link', { name: /tasks that flipped/ }).click();
  await expect(page).toHaveURL(/flips=.*#flips/);
  const task = page
    .getByRole('table', { name: /^Gained/ })
    .getByRole('link')
    .first();
  const name = (await task.textContent())!;
  await task.click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
});

test('draws slopes and costs, names groups of ties, and exports SVG and LaTeX', async ({ page }) => {
  await page.goto(page1);
  await expect(page.getByRole('img', { name: /^Rates per benchmark under zero-shot and/ })).toBeVisible();
  await expect(page.getByRole('table', { name: /^Groups of ties/ })).toContainText('insight');
  await expect(page.getByRole('region', { name: 'Cost against gain', exact: true })).toBeVisible();
  const svg = await exported(page, 'From one condition to another', 'SVG');
  expect(svg).toMatch(/<svg[^>]* width="7in"/);
  expect(svg).toContain('npx carryover gains --study');
  expect(svg).toContain('--noise data');
  const tex = await exported(page, 'Gain over benchmarks in percentage points', 'LaTeX');
  expect(tex).toContain('\\toprule');
  expect(tex).toContain('Random effects');
  expect(tex).not.toContain('NaN');
});
