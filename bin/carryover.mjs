#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
if (!existsSync(path.join(root, 'node_modules/tsx'))) {
  console.error('Carryover is not installed yet. Run `npm start` or `npm ci` in its folder once.');
  process.exit(1);
}
// The project's files are found from here, whatever folder the command is typed in; paths it is given stay relative to that.
process.env.CARRYOVER_ROOT ??= root;
process.env.CARRYOVER_HOME ??= path.join(root, '.carryover');
process.env.TSX_TSCONFIG_PATH ??= path.join(root, 'tsconfig.json');

const { register } = await import('tsx/esm/api');
register({ tsconfig: path.join(root, 'tsconfig.json') });
const { main } = await import(pathToFileURL(path.join(root, 'lib/cli/main.ts')).href);
process.exitCode = await main(process.argv);
