import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, sampleStudyMade, test } from './fixtures';

test('a study becomes one file that opens without a server and asks nobody for anything', async ({
  page,
  request,
  context,
}, testInfo) => {
  await sampleStudyMade(request);
  const { studies } = await (await request.get('/api/v1/studies')).json();
  const study = studies.find((one: { synthetic: boolean }) => one.synthetic);
  const named = `<script>document.title='run'</script><img src="http://127.0.0.1:9/x" onerror="document.title='run'">`;
  const renamed = await request.patch(`/api/v1/studies/${study.id}`, { data: { description: named } });
  expect(renamed.ok()).toBe(true);

  await page.goto(`/studies/${study.id}`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Report as HTML' }).click(),
  ]);
  const file = testInfo.outputPath('report.html');
  await download.saveAs(file);
  await request.patch(`/api/v1/studies/${study.id}`, { data: { description: study.description } });

  const opened = await context.newPage();
  const requests: string[] = [];
  opened.on('request', (one) => requests.push(one.url()));
  const problems: string[] = [];
  opened.on('console', (message) => problems.push(message.text()));
  opened.on('pageerror', (error) => problems.push(error.message));
  await opened.goto(pathToFileURL(file).href);
  await expect(opened.getByRole('heading', { level: 1 })).toContainText(study.name);
  await expect(opened.getByText(named)).toBeVisible();
  await expect(opened.locator('svg')).toHaveCount(2);
  await expect(opened.getByRole('table').first()).toBeVisible();
  // The style sheet applies although the policy names it by its hash alone.
  const border = await opened
    .locator('section')
    .first()
    .evaluate((one) => getComputedStyle(one).borderRadius);
  expect(border).toBe('8px');
  await opened.locator('summary').first().click();
  await expect(opened.getByText('Gained', { exact: true }).first()).toBeVisible();
  expect(requests).toEqual([pathToFileURL(file).href]);
  expect(problems).toEqual([]);
  expect(await opened.title()).toContain(study.name);

  // And the policy holds where a page would try all the same.
  const tampered = testInfo.outputPath('tampered.html');
  const content = await opened.content();
  writeFileSync(tampered, content.replace('</body>', `${named}</body>`));
  const second = await context.newPage();
  const failed: string[] = [];
  second.on('requestfailed', (one) => failed.push(one.url()));
  second.on('response', (one) => one.url().startsWith('http') && failed.push(`answered ${one.url()}`));
  await second.goto(pathToFileURL(tampered).href);
  expect(await second.title()).not.toBe('run');
  expect(failed.filter((one) => one.startsWith('answered'))).toEqual([]);
});
