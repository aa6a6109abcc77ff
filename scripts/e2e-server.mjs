/** The built app for the browser tests: a data folder of its own, gone with the server. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt } from './setup/build.mjs';
import { script } from './setup/script.mjs';
import { startServer } from './setup/server.mjs';

/** The database process leaves a moment after its last client; its lock goes with it. */
async function databaseGone(/** @type {string} */ home) {
  const deadline = Date.now() + 10_000;
  while (existsSync(path.join(home, 'database.lock')) && Date.now() < deadline) await sleep(50);
}

await script(async () => {
  await ensureBuilt();
  const home = mkdtempSync(path.join(os.tmpdir(), 'carryover-e2e-'));
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  try {
    const { ended } = await startServer({
      host: '127.0.0.1',
      port: Number(process.env.PORT),
      env: {
        CARRYOVER_HOME: home,
        CARRYOVER_STORE_IDLE_MS: '100',
        DATABASE_URL: '',
        OPENAI_API_KEY: process.env.CARRYOVER_E2E_LLM ? 'sk-test' : '',
        OPENAI_BASE_URL: process.env.CARRYOVER_E2E_LLM ?? '',
      },
    });
    return await ended;
  } finally {
    await databaseGone(home);
  }
});
