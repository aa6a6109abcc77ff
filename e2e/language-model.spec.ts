import { expect, sampleStudyMade, smallStudy, test } from './fixtures';

test.beforeAll(({ request }) => sampleStudyMade(request));

test('says what reranking would take, runs it, and shows what moved and what was not answered', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('/studies/sample-study-synthetic/ablations');
  for (const method of ['Embedding cosine', 'Hybrid, by reciprocal ranks', 'Random'])
    await page.getByLabel(method, { exact: true }).uncheck();
  await page.getByText('With a language model: queries').click();
  await page.getByLabel('ranked anew', { exact: true }).check();
  await page.getByLabel(/^Candidates/).fill('6');
  await page.getByText('Rank memories anew').click();
  await expect(page.getByText('You choose which memories of earlier tasks')).toBeVisible();
  await page.getByLabel('Language model', { exact: true }).fill('test-model');
  await page.getByLabel('$ per million tokens in').fill('0.4');
  await page.getByLabel('and out').fill('1.6');
  await expect(page.getByText(/1 arm asks a language model/)).toBeVisible();
  await expect(page.getByText(/at most 112 questions/)).toBeVisible();
  await page.getByRole('button', { name: 'Run 2 arms' }).click();

  await expect(page.getByRole('heading', { name: 'Retrieval ablation', level: 1 })).toBeVisible();
  // The service declines some questions.
  const unanswered = page.getByRole('heading', { name: /tasks? without an answer$/ });
  await expect(unanswered).toBeVisible({ timeout: 60_000 });
  const second = page.getByRole('region', { name: 'Arm 2', exact: true });
  await expect(second.getByText(/search rank [456]/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(unanswered).toBeHidden({ timeout: 60_000 });
});

test('estimates, generates and takes back memories of imported trials', async ({ page, request }) => {
  test.setTimeout(120_000);
  const { study } = await (
    await request.post('/api/v1/studies', { data: { name: 'Generation story' } })
  ).json();
  const lines = smallStudy()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ type }) => type !== 'memory')
    .map((line) =>
      line.type === 'trial'
        ? {
            ...line,
            steps: [
              {
                source: 'agent',
                message: 'I run the tests.',
                toolCalls: [{ id: 'a', name: 'bash', input: 'npm test' }],
                observations: [{ callId: 'a', content: '1 failed' }],
              },
            ],
          }
        : line,
    );
  const body = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
  const upload = await request.post(`/api/v1/studies/${study.id}/imports`, {
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'runs.jsonl' },
    data: body,
  });
  expect(upload.ok()).toBe(true);
  const { job } = await upload.json();
  await expect
    .poll(async () => (await (await request.get(`/api/v1/jobs/${job.id}`)).json()).job.state, {
      timeout: 60_000,
    })
    .toBe('done');

  await page.goto(`/studies/${study.id}/memories/generate`);
  await expect(page.getByText(/Models are asked at 127\.0\.0\.1/)).toBeVisible();
  await page.getByLabel('Language model').first().fill('test-model');
  await page.getByLabel('$ per million tokens in').fill('0.4');
  await page.getByLabel('and out').fill('1.6');
  await page.getByRole('button', { name: 'Estimate' }).click();
  await expect(page.getByText(/^About \$/)).toBeVisible();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const items = page.getByRole('table', { name: /^Items of/ });
  await expect(items).toBeVisible();
  await expect(
    page
      .getByText('100 %')
      .or(page.getByRole('button', { name: /^Take back/ }))
      .first(),
  ).toBeVisible({
    timeout: 60_000,
  });
});
