import { existsSync } from 'node:fs';
import { defineConfig } from 'playwright/test';
import { anyFreePort } from './scripts/setup/port.mjs';

// Workers read this file again: the environment hands the first reading's port on to them.
process.env.CARRYOVER_E2E_PORT ??= String(await anyFreePort());
const port = process.env.CARRYOVER_E2E_PORT;
process.env.CARRYOVER_E2E_LLM_PORT ??= String(await anyFreePort());
const llmPort = process.env.CARRYOVER_E2E_LLM_PORT;
const url = `http://127.0.0.1:${port}`;
const system = '/usr/bin/chromium';
const executablePath = process.env.CHROMIUM_PATH || (existsSync(system) ? system : undefined);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.CARRYOVER_E2E_REPORT ?? 'playwright-report/results.json' }],
  ],
  use: {
    baseURL: url,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-quic',
        '--disable-sync',
        // WebGL without a graphics card: the scatter plot must draw on a test machine, too.
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
      ],
    },
  },
  webServer: [
    {
      command: 'node --import tsx e2e/llm-service.ts',
      port: Number(llmPort),
      env: { PORT: llmPort },
      reuseExistingServer: false,
      timeout: 60_000,
    },
    {
      command: 'node scripts/e2e-server.mjs',
      url: `${url}/api/v1/health`,
      env: { PORT: port, CARRYOVER_E2E_LLM: `http://127.0.0.1:${llmPort}/v1` },
      reuseExistingServer: false,
      timeout: 300_000,
      stdout: 'pipe',
      gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    },
  ],
});
