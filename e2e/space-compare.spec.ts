import type { APIRequestContext, Page } from 'playwright/test';
import { expect, test } from './fixtures';

const benchmarks = ['alpha', 'beta', 'gamma'];

/** Numbers between −½ and ½ that look like chance and never change. */
const noise = (n: number, columns: number) =>
  Array.from({ length: columns }, (_, j) => {
    const x = Math.sin((n + 1) * 12.9898 + (j + 1) * 78.233) * 43_758.5453;
    return x - Math.floor(x) - 0.5;
  });

/** Memories with vectors of two models: trajectories tell their benchmark, and keep their neighbours; insights do neither. */
function studyOfTwoModels(): string {
  return Array.from({ length: 108 }, (_, n) => {
    const [isTrajectory, benchmark] = [n < 54, n % 3];
    const first = noise(n, 8).map((x, j) => x + (isTrajectory && j === benchmark ? 2 : 0));
    const second = isTrajectory ? [...first, 0, 0] : noise(n + 1_000, 10);
    return JSON.stringify({
      ...{ type: 'memory', pool: n % 2 === 0 ? 'even' : 'odd', id: `m${n}` },
      ...{ memoryType: isTrajectory ? 'trajectory' : 'insight', title: `Rule ${n}`, content: `Content ${n}` },
      ...{ sourceBenchmark: benchmarks[benchmark], sourceTask: `task-${n}`, success: true },
      embeddings: [
        { model: 'model-a', vector: first },
        { model: 'model-b', vector: second },
      ],
    });
  }).join('\n');
}

const jobEnded = (request: APIRequestContext, id: string) =>
  expect
    .poll(async () => (await (await request.get(`/api/v1/jobs/${id}`)).json()).job.state, { timeout: 60_000 })
    .toBe('done');

async function makeStudy(request: APIRequestContext, name: string): Promise<string> {
  const { study } = await (await request.post('/api/v1/studies', { data: { name } })).json();
  const imported = await request.post(`/api/v1/studies/${study.id}/imports`, {
    data: Buffer.from(studyOfTwoModels()),
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'memories.jsonl' },
  });
  await jobEnded(request, (await imported.json()).job.id);
  return study.id;
}

async function project(request: APIRequestContext, studyId: string, model: string): Promise<void> {
  const answer = await request.post(`/api/v1/studies/${studyId}/projections`, { data: { model } });
  await jobEnded(request, (await answer.json()).job.id);
}

const mapOf = (page: Page, side: 'Left' | 'Right') =>
  page.getByRole('region', { name: new RegExp(`^${side}: `) });

test('compares two models: what is chosen on one map is so on the other, with its neighbours', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const studyId = await makeStudy(request, 'Two models');
  await page.goto(`/studies/${studyId}/space/compare`);
  await expect(page.getByRole('heading', { name: 'No map yet' })).toBeVisible();
  await project(request, studyId, 'model-a');
  await project(request, studyId, 'model-b');

  await page.goto(`/studies/${studyId}/space?model=model-a`);
  await expect(page.getByLabel('Compare with another map')).toContainText('model-b, cosine');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page).toHaveURL(/space\/compare\?left=.*right=/);
  await expect(page.getByRole('heading', { name: 'Left: model-a, cosine' })).toBeVisible();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();

  const kept = page.getByRole('table', { name: 'Neighbours kept, per memory type' });
  await expect(kept.getByRole('row', { name: /trajectory/ })).toContainText(/(99|100)\.\d.*14\.0/, {
    timeout: 60_000,
  });
  await expect(kept.getByRole('row', { name: /insight/ })).toContainText(/\[\d+\.\d, \d+\.\d\]/);
  const mixing = page.getByRole('table', { name: /Do insight memories mix benchmarks more/ });
  for (const side of ['Left: model-a', 'Right: model-b'])
    await expect(mixing.getByRole('row', { name: new RegExp(side) })).toContainText(/0\.\d{3}.*0\.00\d/);

  // Chosen in the table: its neighbours stand in two lists that add up, and lines lead to them on both maps.
  const list = page.getByRole('table', { name: 'Neighbours kept, by memory' });
  const first = list.getByRole('row').nth(1);
  const share = Number(await first.getByRole('cell').last().textContent());
  await first.getByRole('button').click();
  const [ours, theirs] = [
    page.getByRole('region', { name: 'Neighbours on the left map' }),
    page.getByRole('region', { name: 'Neighbours on the right map' }),
  ];
  for (const [region, lost] of [
    [ours, 'only left'],
    [theirs, 'only right'],
  ] as const) {
    await expect(region.getByRole('listitem')).toHaveCount(15);
    await expect(region.getByText('kept', { exact: true })).toHaveCount(share);
    await expect(region.getByText(lost, { exact: true })).toHaveCount(15 - share);
  }
  for (const side of ['Left', 'Right'] as const)
    await expect(mapOf(page, side).locator('svg line')).toHaveCount(30 - share);
  await expect(page).toHaveURL(/pick=/);
  await page.reload();
  await expect(ours.getByRole('listitem')).toHaveCount(15);

  // Colours by what was kept.
  await page.getByLabel('Colour', { exact: true }).selectOption('recall');
  await expect(page.getByRole('button', { name: /^0\.8 to 1\.0/ })).toContainText('54');
});

test('links pointing and picking on two maps, and tells when two pools share no memory', async ({
  page,
  request,
}) => {
  test.setTimeout(180_000);
  const studyId = await makeStudy(request, 'Two pools');
  await project(request, studyId, 'model-a');
  await page.goto(`/studies/${studyId}/space/compare`);
  // One map of two pools: its pools are compared.
  await expect(page.getByLabel('Left pool')).toContainText('even');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText(/No memory is in both pools/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('row', { name: /Right: model-a, cosine odd/ })).toContainText(/0\.\d{3}/);

  await page.getByRole('application', { name: 'Points of the left map' }).focus();
  await page.keyboard.press('ArrowRight');
  for (const side of ['Left', 'Right'] as const)
    await expect(mapOf(page, side).locator('svg circle')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(mapOf(page, 'Right').locator('svg circle')).toHaveCount(0);

  const right = mapOf(page, 'Right').getByRole('img');
  await expect(right).toHaveAttribute('data-drawn', '108');
  const before = await right.screenshot();
  await page.getByRole('button', { name: 'Rectangle' }).click();
  const surface = page.getByRole('application', { name: 'Points of the left map' });
  await surface.scrollIntoViewIfNeeded();
  const box = (await surface.boundingBox())!;
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 4, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(/^\d+ memories picked$/)).toBeVisible();
  await expect.poll(async () => Buffer.compare(before, await right.screenshot())).not.toBe(0);
});
