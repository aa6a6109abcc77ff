/** `npm run bench [name...]`: the benchmarks one after another, so that none disturbs the next. */
import { readdirSync } from 'node:fs';
import { ensureInstalled } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { inRoot, SetupError, say } from './setup/project.mjs';
import { script } from './setup/script.mjs';
import { run } from './setup/steps.mjs';

await script(async () => {
  requireNode();
  await ensureInstalled();
  const wanted = process.argv.slice(2);
  const files = readdirSync(inRoot('bench'))
    .filter((file) => file.endsWith('.bench.ts'))
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)))
    .sort();
  if (files.length === 0) throw new SetupError(`No benchmark matches ${wanted.join(', ')}.`);
  let failed = 0;
  for (const file of files) {
    say(`bench/${file}`);
    failed += (await run(process.execPath, ['--import', 'tsx', inRoot('bench', file)])) === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
});
