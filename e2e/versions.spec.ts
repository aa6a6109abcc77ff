import { expect, smallStudy, test } from './fixtures';

test('a study is archived, brought in as a second version, changed, and the two are compared', async ({
  page,
  request,
}) => {
  const name = `Preprint ${Date.now()}`;
  const newStudy = async (title: string) => {
    const made = await request.post('/api/v1/studies', { data: { name: title } });
    return (await made.json()).study as { id: string };
  };
  const bringIn = async (studyId: string, file: string, data: Buffer) => {
    const answer = await request.post(`/api/v1/studies/${studyId}/imports`, {
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': file },
      data,
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    const { job } = await answer.json();
    await expect
      .poll(async () => (await (await request.get(`/api/v1/jobs/${job.id}`)).json()).job.state, {
        timeout: 30_000,
      })
      .toBe('done');
  };
  const first = await newStudy(name);
  await bringIn(first.id, 'small.jsonl', Buffer.from(smallStudy()));
  await request.patch(`/api/v1/studies/${first.id}`, { data: { passThreshold: 0.5 } });
  const archive = await request.get(`/api/v1/studies/${first.id}/archive`);
  expect(archive.ok()).toBe(true);

  const second = await newStudy(`${name}, second version`);
  await bringIn(second.id, 'first.tar.gz', await archive.body());
  await page.goto(`/studies/${second.id}/gains/versions`);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText(`From “${name}” to “${name}, second version” nothing changed`)).toBeVisible();

  const mended = { type: 'trial', benchmark: 'alpha', task: 'task-2', condition: 'insight memories' };
  await bringIn(
    second.id,
    'mended.jsonl',
    Buffer.from(JSON.stringify({ ...mended, id: 'insight memories-2', attempt: 1, reward: 1 })),
  );
  await page.reload();
  await expect(
    page.getByText(
      /1 of 1 gain over all benchmarks moved, “insight memories” from \+\d+\.0 to \+\d+\.0 points/,
    ),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: 'How gains moved' })).toBeVisible();
  const trials = page.getByRole('region', { name: 'Trials that changed' });
  await expect(trials.getByRole('row', { name: /insight memories-2/ })).toContainText('reward 0');
  await trials.getByRole('link', { name: 'task-2' }).click();
  await expect(page).toHaveURL(new RegExp(`/studies/${second.id}/tasks/`));
});
