/**
 * The map's own drawing in a real browser without a graphics card: a plain page with one canvas, the bundled modules of
 * the page and made points that arrive as the application sends them. React, the legend and the tables are not in it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright';
import { seededRandom } from '@/lib/core/random';
import { memoryTypes } from '@/lib/core/vocabulary';
import { encodeMapPoints, type MapMemory } from '@/lib/exporters/map-points';
import { findChromium } from '../scripts/setup/chromium.mjs';
import { printMachine } from './measure';
import type { ScatterTimes } from './scatter-page';

const count = 100_000;
const goals = { firstDrawMs: 500, panFrameMs: 33, heapMb: 300 };
const clusters = 24;

/** Points of round clusters, with titles as long as real ones. */
function madeMap(): Uint8Array<ArrayBuffer> {
  const random = seededRandom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: clusters }, () => [random() * 20, random() * 20] as const);
  const positions = new Float32Array(count * 2);
  const memories = Array.from({ length: count }, (_, i): MapMemory => {
    const [x, y] = centres[i % clusters]!;
    positions[i * 2] = x + normal();
    positions[i * 2 + 1] = y + normal();
    return {
      id: `${i.toString(16).padStart(8, '0')}-0000-4000-8000-000000000001`,
      title: `Read the failing test of module ${i} before the code that it covers`,
      type: memoryTypes[i % 4]!,
      benchmark: `benchmark ${i % 12}`,
      ...{ pool: 'pool', sourceModel: `model ${i % 3}`, success: i % 5 === 0 ? null : i % 2 === 0 },
      ...{ uses: i % 30, uplift: i % 3 === 0 ? null : random() - 0.5, abstraction: random() },
      ...{
        trustworthiness: null,
        continuity: null,
        recall: random(),
        cluster: i % 5 === 0 ? null : `cluster ${i % 7}`,
      },
    };
  });
  return encodeMapPoints(new Uint8Array(positions.buffer), memories);
}

async function heapMb(page: Awaited<ReturnType<Browser['newPage']>>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as Record<string, number>;
  // Typed arrays lie outside of the heap proper.
  return ((usage.usedSize ?? 0) + (usage.backingStorageSize ?? 0)) / 1e6;
}

/** Seconds of processor time of the browser's processes so far; they do not count what others take meanwhile. */
async function processorSeconds(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const bundle = await build({
  ...{ entryPoints: ['bench/scatter-page.ts'], bundle: true, write: false, format: 'iife', minify: true },
  ...{ target: 'es2022', tsconfig: 'tsconfig.json' },
});
const map = madeMap();
const html = `<!doctype html><canvas style="width:1360px;height:560px;display:block"></canvas><script>${bundle.outputFiles[0]!.text}</script>`;
const server = createServer(({ url }, answer) => {
  if (url === '/points') answer.setHeader('content-type', 'application/octet-stream').end(map);
  else answer.setHeader('content-type', 'text/html').end(html);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [
    ...['--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
    ...['--disable-quic', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ],
});
try {
  printMachine();
  const runs: (ScatterTimes & { heap: number; processorMs: number })[] = [];
  // The first run of a browser compiles its shaders and is what somebody who opens the page sees; all count.
  for (let run = 0; run < 3; run++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`http://127.0.0.1:${port}/`);
    const times = await page.evaluate<ScatterTimes>('measureScatter("/points")');
    const before = await processorSeconds();
    await page.evaluate('movesOnly(30)');
    const processorMs = ((await processorSeconds()) - before) * (1_000 / 30);
    runs.push({ ...times, processorMs, heap: await heapMb(page) });
    await page.close();
  }
  const line = (name: string, values: number[], goal: number, unit: string, digits: number) => {
    const value = median(values);
    const range = `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;
    console.log(
      `${name}: ${value.toFixed(digits)} ${unit} (${range}), ratio to the goal of ${goal} ${unit} ${(value / goal).toFixed(2)} (lower is better)`,
    );
    if (value > goal) process.exitCode = 1;
  };
  const drawer = runs.every(({ webgl }) => webgl) ? 'WebGL' : 'pixels written by the page';
  const megabytes = (map.byteLength / 1e6).toFixed(1);
  console.log(
    `map of ${count.toLocaleString('en')} points, ${megabytes} MB, ${drawer}, ${runs.length} pages`,
  );
  const of = (take: (run: (typeof runs)[number]) => number) => runs.map(take);
  line(
    'first draw after the points arrived',
    of((r) => r.firstDrawMs),
    goals.firstDrawMs,
    'ms',
    0,
  );
  line(
    'frame while moving, median',
    of((r) => median(r.panFrameMs)),
    goals.panFrameMs,
    'ms',
    1,
  );
  line(
    'the same, mean until the last is painted',
    of((r) => r.paintedFrameMs),
    goals.panFrameMs,
    'ms',
    1,
  );
  line(
    'JavaScript heap with its buffers',
    of((r) => r.heap),
    goals.heapMb,
    'MB',
    0,
  );
  console.log(
    `processor time of a frame while moving, all processes of the browser: ${median(of((r) => r.processorMs)).toFixed(1)} ms`,
  );
  console.log(
    `an empty canvas from frame to frame: ${median(runs.flatMap((r) => r.emptyFrameMs)).toFixed(1)} ms`,
  );
} finally {
  await browser.close();
  server.close();
}
