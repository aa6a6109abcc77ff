#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensurePrograms } from '../scripts/setup/programs.mjs';
import { root } from '../scripts/setup/project.mjs';

if (!existsSync(path.join(root, 'node_modules/tsx'))) {
  console.error('Carryover is not installed yet. Run `npm start` or `npm ci` in its folder once.');
  process.exit(1);
}
// The project's files are found from here, whatever folder the command is typed in; paths it is given stay relative to that.
process.env.CARRYOVER_ROOT ??= root;
process.env.CARRYOVER_HOME ??= path.join(root, '.carryover');
process.env.CARRYOVER_PROGRAMS ??= (await ensurePrograms()) ?? '';

let file = path.join(process.env.CARRYOVER_PROGRAMS, 'lib/cli/main.mjs');
if (!process.env.CARRYOVER_PROGRAMS) {
  process.env.TSX_TSCONFIG_PATH ??= path.join(root, 'tsconfig.json');
  await import('../lib/programs/register-typescript.mjs');
  file = path.join(root, 'lib/cli/main.ts');
}
// Whoever reads the output may have had enough of it, as `head` has: that is no failure.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const { main } = await import(pathToFileURL(file).href);
process.exitCode = await main(process.argv);
