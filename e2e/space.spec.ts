import type { Locator, Page } from 'playwright/test';
import { chromium } from 'playwright/test';
import { expect, sampleStudyMade, test } from './fixtures';

test.beforeAll(({ request }) => sampleStudyMade(request));

const address = '/studies/sample-study-synthetic/space';

const mapOf = (page: Page) => page.getByRole('img', { name: /Map of 240 memories/ });
const surfaceOf = (page: Page) => page.getByRole('application', { name: 'Points of the map' });
const pickedTable = (page: Page) => page.getByRole('table', { name: 'Picked memories' });

/** Opens the map and waits until it is drawn. */
async function openMap(page: Page, query = ''): Promise<Locator> {
  await page.goto(`${address}${query}`);
  const map = mapOf(page);
  await expect(map).toHaveAttribute('data-drawn', /\d+/);
  return map;
}

/** How many pixels of a drawing are neither its background nor grey. */
async function coloredPixels(page: Page, map: Locator): Promise<number> {
  const picture = (await map.screenshot()).toString('base64');
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let n = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
      if (Math.max(r, g, b) - Math.min(r, g, b) > 40) n++;
    }
    return n;
  }, picture);
}

interface Row {
  memory: string;
  x: number;
  y: number;
}

/** The table below the map, whose coordinates say what lies where. */
async function rowsOf(page: Page): Promise<Row[]> {
  await page.getByText('The same numbers as a table').first().click();
  const table = page.getByRole('table', { name: 'Map of the memories' });
  const cells = await table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    );
  return cells.map((row) => ({
    memory: row[0]!,
    x: Number(row.at(-2)!.replace('\u2212', '-')),
    y: Number(row.at(-1)!.replace('\u2212', '-')),
  }));
}

/** Where coordinates of the table lie on the screen while the whole map is seen. */
function placesOnScreen(
  rows: Row[],
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
) {
  const [xs, ys] = [rows.map((r) => r.x), rows.map((r) => r.y)];
  const middle = (v: number[]) => (Math.min(...v) + Math.max(...v)) / 2;
  const span = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const scale = (Math.min(width, height) * 0.95) / span;
  return rows.map((r) => ({
    ...{ memory: r.memory, left: x + width / 2 + (r.x - middle(xs)) * scale },
    top: y + height / 2 - (r.y - middle(ys)) * scale,
  }));
}

test('draws the memory space in pixels, coloured by what is asked, and filters by the legend', async ({
  page,
}) => {
  const map = await openMap(page);
  const table = page.getByRole('table', { name: /Clustering by benchmark/ });
  await expect(table.getByRole('row', { name: /insight/ })).toContainText(/\d\.\d\d/);
  await expect(map).toHaveAttribute('data-renderer', 'webgl');
  await expect.poll(() => coloredPixels(page, map)).toBeGreaterThan(2_000);
  const all = await coloredPixels(page, map);

  await page.getByRole('button', { name: /^synth-swe/ }).click();
  await expect(map).toHaveAttribute('data-drawn', '200');
  await expect.poll(() => coloredPixels(page, map)).toBeLessThan(all);
  await expect(page).toHaveURL(/hide=synth-swe/);

  await page.getByLabel('Colour', { exact: true }).selectOption('type');
  await expect(page).toHaveURL(/color=type/);
  await expect(page.getByRole('button', { name: /^insight/ })).toBeVisible();
  await expect(map).toHaveAttribute('data-drawn', '240');

  for (const type of ['trajectory', 'workflow', 'summary', 'insight']) {
    await page.getByRole('button', { name: new RegExp(`^${type}`) }).click();
  }
  await expect(map).toHaveAttribute('data-drawn', '0');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(map).toHaveAttribute('data-drawn', '240');
});

test('picks with a lasso just the memories inside it', async ({ page }) => {
  await openMap(page);
  const rows = await rowsOf(page);
  expect(rows).toHaveLength(240);
  await page.getByRole('button', { name: 'Lasso' }).click();
  const surface = surfaceOf(page);
  await surface.scrollIntoViewIfNeeded();
  const box = (await surface.boundingBox())!;
  const places = placesOnScreen(rows, box);
  // A triangle over the upper right half.
  const corners = [
    [box.x + box.width * 0.35, box.y + 4],
    [box.x + box.width - 4, box.y + 4],
    [box.x + box.width - 4, box.y + box.height - 4],
  ] as const;
  const [a, , c] = corners;
  const side = (p: { left: number; top: number }) =>
    (c[0] - a[0]) * (p.top - a[1]) - (c[1] - a[1]) * (p.left - a[0]);
  await page.mouse.move(...a);
  await page.mouse.down();
  for (const [x, y] of [...corners.slice(1), a]) await page.mouse.move(x, y, { steps: 8 });
  await page.mouse.up();
  const inside = places.filter((p) => side(p) < 0);
  expect(inside.length).toBeGreaterThan(10);
  await expect(page.getByRole('heading', { name: `${inside.length} of 240 memories picked` })).toBeVisible();
  const picked = await pickedTable(page).getByRole('rowheader').allTextContents();
  expect(picked.toSorted()).toEqual(inside.map(({ memory }) => memory).toSorted());

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(pickedTable(page)).toBeHidden();
  await expect(page).not.toHaveURL(/pick=/);
});

test('restores the view from the address', async ({ page }) => {
  await openMap(page, '?color=uplift&size=uses');
  await page.getByLabel('Search titles and texts').fill('test');
  await page.getByRole('button', { name: 'Rectangle' }).click();
  const surface = surfaceOf(page);
  await surface.scrollIntoViewIfNeeded();
  const box = (await surface.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4, { steps: 4 });
  await page.mouse.up();
  const heading = page.getByRole('heading', { name: /of 240 memories picked/ });
  const picked = await heading.textContent();
  await page.mouse.wheel(0, -300);
  await expect(page).toHaveURL(/at=/);
  await expect(page).toHaveURL(/q=test/);
  const found = page.getByText(/^\d+ memories$/);
  const matches = await found.textContent();
  const url = page.url();
  await page.reload();
  await expect(heading).toHaveText(picked!);
  await expect(found).toHaveText(matches!);
  await expect(page.getByLabel('Colour', { exact: true })).toHaveValue('uplift');
  await expect(page.getByLabel('Size', { exact: true })).toHaveValue('uses');
  await expect(page.getByRole('button', { name: 'Whole map' })).toBeEnabled();
  expect(page.url()).toBe(url);
});

test('lights up what a search finds in titles and texts', async ({ page, request }) => {
  const map = await openMap(page);
  await expect.poll(() => coloredPixels(page, map)).toBeGreaterThan(2_000);
  const all = await coloredPixels(page, map);
  await page.getByLabel('Search titles and texts').fill('disk');
  const found = page.getByText(/^\d+ memor(y|ies)$/);
  await expect(found).toBeVisible();
  const { projection } = await (await request.get(`/api/v1${address}`)).json();
  const { rows } = await (await request.get(`/api/v1/projections/${projection.id}/matches?q=disk`)).json();
  await expect(found).toHaveText(rows.length === 1 ? '1 memory' : `${rows.length} memories`);
  expect(rows.length).toBeGreaterThan(0);
  await expect.poll(() => coloredPixels(page, map)).toBeLessThan(all / 2);
  await page.getByLabel('Search titles and texts').fill('no memory says this 8c1f');
  await expect(page.getByText('no memory says so')).toBeVisible();
});

test('goes from point to point by keyboard, and reads a memory', async ({ page }) => {
  await openMap(page);
  await surfaceOf(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const said = page.getByText(/, (trajectory|workflow|summary|insight), synth-/);
  await expect(said).toHaveCount(1);
  const title = (await said.textContent())!.replace(/, (trajectory|workflow|summary|insight), synth-.*$/, '');
  await page.keyboard.press(' ');
  await expect(page.getByRole('heading', { name: '1 of 240 memories picked' })).toBeVisible();
  await expect(pickedTable(page).getByRole('link', { name: title, exact: true })).toBeVisible();
  await surfaceOf(page).press('Enter');
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: '1 of 240 memories picked' })).toBeVisible();
});

test('draws the same map where the browser has no WebGL', async ({ baseURL }, { project }) => {
  const { executablePath, args = [] } = project.use.launchOptions ?? {};
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...args.filter((flag) => !flag.includes('swiftshader')), '--disable-gpu', '--disable-3d-apis'],
  });
  try {
    const page = await browser.newPage({ baseURL: baseURL! });
    const map = await openMap(page);
    await expect(map).toHaveAttribute('data-renderer', 'canvas');
    await expect.poll(() => coloredPixels(page, map)).toBeGreaterThan(2_000);
    await page.getByRole('button', { name: /^synth-swe/ }).click();
    await expect(map).toHaveAttribute('data-drawn', '200');
  } finally {
    await browser.close();
  }
});

test('projects again with progress until the map is new', async ({ page }) => {
  await page.goto('/studies/sample-study-synthetic/space');
  await page.getByLabel('Neighbours').fill('9');
  await page.getByRole('button', { name: 'Project' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText(/umap, 9 neighbours/)).toBeVisible({ timeout: 60_000 });
});
