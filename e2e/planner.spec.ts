import { expect, sampleStudyMade, test } from './fixtures';

const gains = '/studies/sample-study-synthetic/gains';

test.beforeAll(({ request }) => sampleStudyMade(request));

test('plans a comparison: a smaller gain needs more tasks, and the plan lives in the address', async ({
  page,
}) => {
  await page.goto(`${gains}/planner`);
  await expect(page.getByRole('region', { name: 'Where the noise comes from' })).toContainText('interaction');
  const smallest = page.getByRole('table', { name: /^Smallest gain of/ });
  await expect(smallest.getByRole('row', { name: /^all tasks/ })).toContainText(/\+\d+\.\d/);

  const needed = async () => {
    const answer = page.locator('dl > div', { hasText: 'Tasks needed' }).locator('dd').first();
    return Number((await answer.textContent())!.replace(/\D/g, ''));
  };
  await expect(page.getByRole('heading', { name: /To find \+5\.0 pp with 80 % power/ })).toBeVisible();
  const forFive = await needed();
  expect(forFive).toBeGreaterThan(10);

  await page.getByLabel(/^Wanted gain/).fill('3');
  await page.getByLabel(/^Power, %/).fill('90');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await expect(page).toHaveURL(/gain=3/);
  await expect(page.getByRole('heading', { name: /To find \+3\.0 pp with 90 % power/ })).toBeVisible();
  const forThree = await needed();
  expect(forThree).toBeGreaterThan(forFive);

  await page.reload();
  await expect(page.getByLabel(/^Wanted gain/)).toHaveValue('3');
  expect(await needed()).toBe(forThree);
  await expect(
    page.getByText(/When each side tries once, \d+\.\d % of the tasks end differently/),
  ).toBeVisible();

  await page.goto(`${gains}/planner?gain=abc`);
  await expect(page.getByRole('alert').filter({ hasText: 'Wanted gain is a number from 0.1' })).toBeVisible();
});

test('goes from the memory with the most uplift to its page, and filters by the address', async ({
  page,
}) => {
  await page.goto(`${gains}/memories`);
  const ledger = page.getByRole('table', { name: /^Memories by uplift/ });
  await expect(ledger.getByRole('row').nth(1)).toContainText(/[+\u2212]?\d+\.\d.*\[.*\]/);
  await expect(page.getByTestId('abstraction-verdict')).toContainText(
    /uplift (rises|falls) with abstraction/,
  );
  await page.getByLabel('Type', { exact: true }).selectOption('insight');
  await expect(page).toHaveURL(/type=insight/);
  await expect(ledger.getByText('workflow', { exact: true })).toHaveCount(0);
  const first = ledger.getByRole('link').first();
  const title = (await first.getAttribute('title'))!;
  await first.click();
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
});

test('says how trials are judged where none is', async ({ page }) => {
  await page.goto(`${gains}/judges`);
  await expect(page.getByRole('heading', { name: 'No trial has been judged yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Memories, Generate' }).click();
  await expect(page).toHaveURL(/memories\/generate/);
});
