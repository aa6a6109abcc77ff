import type { APIRequestContext, Locator, Page } from 'playwright/test';
import { expect, test } from './fixtures';

/** Numbers between −½ and ½ that look like chance and never change. */
const noise = (n: number, columns: number) =>
  Array.from({ length: columns }, (_, j) => {
    const x = Math.sin((n + 1) * 12.9898 + (j + 1) * 78.233) * 43_758.5453;
    return x - Math.floor(x) - 0.5;
  });

/** Memories of four benchmarks, whose vectors point the way of their own. */
const memories = Array.from({ length: 120 }, (_, n) =>
  JSON.stringify({
    ...{ type: 'memory', pool: 'pool', id: `m${n}`, memoryType: n % 2 === 0 ? 'insight' : 'workflow' },
    ...{ title: `Rule ${n}`, content: `Content ${n}`, sourceBenchmark: `bench-${n % 4}` },
    ...{ sourceTask: `task-${n}`, success: true },
    embeddings: [{ model: 'model-a', vector: noise(n, 10).map((x, j) => x + (j === n % 4 ? 1.5 : 0)) }],
  }),
).join('\n');

async function makeStudy(request: APIRequestContext, name: string): Promise<string> {
  const { study } = await (await request.post('/api/v1/studies', { data: { name } })).json();
  const imported = await request.post(`/api/v1/studies/${study.id}/imports`, {
    data: Buffer.from(memories),
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'memories.jsonl' },
  });
  const { job } = await imported.json();
  await expect
    .poll(async () => (await (await request.get(`/api/v1/jobs/${job.id}`)).json()).job.state, {
      timeout: 60_000,
    })
    .toBe('done');
  return study.id;
}

const mapOf = (page: Page) => page.getByRole('img', { name: /Map of 120 memories/ });
const surfaceOf = (page: Page) => page.getByRole('application', { name: 'Points of the map' });

/** How many pixels of two drawings of the same size differ to the eye. */
async function changedPixels(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const [a, b] = await Promise.all(
        pictures.map(async (base64) => {
          const image = new Image();
          image.src = `data:image/png;base64,${base64}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext('2d')!;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height).data;
        }),
      );
      let changed = 0;
      for (let i = 0; i < a!.length; i += 4) {
        const by = Math.max(...[0, 1, 2].map((c) => Math.abs(a![i + c]! - b![i + c]!)));
        if (by > 40) changed++;
      }
      return changed;
    },
    [before.toString('base64'), after.toString('base64')],
  );
}

/** The drawing once it no longer changes, without a card over it. */
async function stillPicture(page: Page, map: Locator): Promise<Buffer> {
  await page.mouse.move(2, 2);
  let picture = await map.screenshot();
  await expect
    .poll(async () => {
      const next = await map.screenshot();
      const same = next.equals(picture);
      picture = next;
      return same;
    })
    .toBe(true);
  return picture;
}

const angles = (page: Page) => (new URL(page.url()).searchParams.get('at') ?? '').split(',').map(Number);

test('lays memories out in three dimensions, turns them, and shows the same from the address', async ({
  page,
  request,
}) => {
  test.setTimeout(240_000);
  const studyId = await makeStudy(request, 'Solid map');
  await page.goto(`/studies/${studyId}/space?model=model-a`);
  // The first map, in two dimensions, is made unasked.
  await expect(page.getByRole('heading', { name: 'How they mix' })).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('Dimensions').selectOption('3');
  await page.getByRole('button', { name: 'Project' }).click();
  await expect(page.getByText(/umap in three dimensions, 15 neighbours/)).toBeVisible({
    timeout: 120_000,
  });
  const map = mapOf(page);
  await expect(map).toHaveAttribute('data-drawn', '120');
  await surfaceOf(page).scrollIntoViewIfNeeded();
  const first = await stillPicture(page, map);

  const box = (await surfaceOf(page).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const drag = async (right: number, down: number) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + right, y + down, { steps: 6 });
    await page.mouse.up();
  };
  await drag(Math.min(box.width, box.height) / 4, 30);
  await expect(page).toHaveURL(/at=/);
  const turned = await stillPicture(page, map);
  expect(await changedPixels(page, first, turned)).toBeGreaterThan(1_000);
  // Turning moves nothing else.
  expect(angles(page).slice(0, 3)).toEqual([0, 0, 1]);
  const [, , , yaw] = angles(page);
  expect(yaw).toBeCloseTo(Math.PI / 4 - 0.5, 1);

  // The address shows the same.
  await page.reload();
  await expect(map).toHaveAttribute('data-drawn', '120');
  await surfaceOf(page).scrollIntoViewIfNeeded();
  expect(await changedPixels(page, turned, await stillPicture(page, map))).toBe(0);

  // Shift moves, the wheel zooms, arrow keys turn.
  await page.keyboard.down('Shift');
  await drag(60, 0);
  await page.keyboard.up('Shift');
  await expect.poll(() => angles(page)[0]).toBeLessThan(-0.1);
  expect(angles(page)[3]).toBeCloseTo(yaw!, 4);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -300);
  await expect.poll(() => angles(page)[2]).toBeCloseTo(2, 2);
  await surfaceOf(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => angles(page)[3]).toBeCloseTo(yaw! + Math.PI / 16, 3);
  await page.getByRole('button', { name: 'Reset view' }).click();
  await expect(page).not.toHaveURL(/at=/);
  expect(await changedPixels(page, first, await stillPicture(page, map))).toBe(0);

  // A rectangle over all that is seen picks all; the keyboard comes to a point.
  await page.getByRole('button', { name: 'Rectangle' }).click();
  await surfaceOf(page).scrollIntoViewIfNeeded();
  const now = (await surfaceOf(page).boundingBox())!;
  await page.mouse.move(now.x + 3, now.y + 3);
  await page.mouse.down();
  await page.mouse.move(now.x + now.width - 3, now.y + now.height - 3, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('heading', { name: '120 of 120 memories picked' })).toBeVisible();
  await surfaceOf(page).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText(/^Rule \d+, (insight|workflow), bench-/)).toHaveCount(1);
  await page.getByText('The same numbers as a table').first().click();
  const table = page.getByRole('table', { name: 'Map of the memories' });
  await expect(table.getByRole('columnheader', { name: 'z', exact: true })).toBeVisible();
});

test('rings what cannot be trusted when asked to, in the address and in the legend', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const studyId = await makeStudy(request, 'Halos');
  await page.goto(`/studies/${studyId}/space?model=model-a`);
  const map = mapOf(page);
  await expect(map).toHaveAttribute('data-drawn', '120', { timeout: 60_000 });
  await surfaceOf(page).scrollIntoViewIfNeeded();
  const without = await stillPicture(page, map);
  await page.getByLabel('Halo of distrust').check();
  await expect(page).toHaveURL(/halo=trust/);
  await expect(page.getByText(/Ring by the trustworthiness/)).toBeVisible();
  await surfaceOf(page).scrollIntoViewIfNeeded();
  await expect
    .poll(async () => changedPixels(page, without, await stillPicture(page, map)))
    .toBeGreaterThan(200);
  await page.getByLabel('Halo of distrust').uncheck();
  await surfaceOf(page).scrollIntoViewIfNeeded();
  expect(await changedPixels(page, without, await stillPicture(page, map))).toBe(0);
});
