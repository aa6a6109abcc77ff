import { expect, smallStudy, test } from './fixtures';

test('a claim is made, changes with the next import, is noted on the overview, deleted and brought back', async ({
  page,
  request,
}) => {
  const made = await request.post('/api/v1/studies', { data: { name: `Claims ${Date.now()}` } });
  const { study } = await made.json();
  const importLines = async (name: string, text: string) => {
    const answer = await request.post(`/api/v1/studies/${study.id}/imports`, {
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': name },
      data: Buffer.from(text),
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    const { job } = await answer.json();
    await expect
      .poll(async () => (await (await request.get(`/api/v1/jobs/${job.id}`)).json()).job.state, {
        timeout: 30_000,
      })
      .toBe('done');
  };
  await importLines('small.jsonl', smallStudy());

  await page.goto(`/studies/${study.id}/gains/claims`);
  await page.getByLabel('Condition').selectOption('insight memories');
  await page.getByLabel('Over').selectOption('zero-shot');
  await page.getByLabel('Points').fill('2');
  const sentence =
    '“insight memories” beats “zero-shot” by at least 2.0 points over all benchmarks (task-weighted), avg pass@1';
  await expect(page.getByText(`${sentence}.`)).toBeVisible();
  await page.getByLabel('Points').fill('two');
  await expect(page.getByRole('button', { name: 'Save and judge' })).toBeDisabled();
  await page.getByLabel('Points').fill('2');
  await page.getByRole('button', { name: 'Save and judge' }).click();
  await expect(page.getByRole('heading', { name: sentence })).toBeVisible();
  await expect(page.getByText(/(Supported|Undecided): the gain is/)).toBeVisible();

  const lost = Array.from({ length: 60 }, (_, i) =>
    ['zero-shot', 'insight memories'].map((condition, side) =>
      JSON.stringify({
        type: 'trial',
        benchmark: 'alpha',
        task: `more-${i}`,
        condition,
        reward: side === 0 ? 1 : 0,
      }),
    ),
  );
  await importLines('more.jsonl', lost.flat().join('\n'));
  await page.goto(`/studies/${study.id}`);
  await expect(page.getByRole('heading', { name: 'A claim changed' })).toBeVisible();
  await expect(page.getByText(/^Now: contradicted Contradicted: the gain is −/)).toBeVisible();
  await page.getByRole('button', { name: 'Take note' }).click();
  await expect(page.getByRole('heading', { name: 'A claim changed' })).toBeHidden();

  await page.goto(`/studies/${study.id}/gains/claims`);
  await page.getByRole('button', { name: `Delete: ${sentence}` }).click();
  await expect(page.getByRole('heading', { name: sentence })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: sentence })).toBeVisible();
});
