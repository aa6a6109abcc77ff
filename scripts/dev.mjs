/** `npm run dev`: the development server on the loopback address, after checking that packages are installed. */
import { browserUrl, wantedAddress } from './setup/address.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { pickPort } from './setup/port.mjs';
import { inRoot, say } from './setup/project.mjs';
import { script } from './setup/script.mjs';
import { runNode } from './setup/steps.mjs';

await script(async () => {
  requireNode();
  const wanted = wantedAddress(process.argv.slice(2), process.env);
  await ensureInstalled();
  const port = await pickPort(wanted);
  say(`developing at ${browserUrl(wanted.host, port)}`);
  const args = ['dev', '--hostname', wanted.host, '--port', String(port)];
  const env = { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
  return runNode(inRoot('node_modules/next/dist/bin/next'), args, { env });
});
