/** `npm start`: installs what is missing, builds what is stale, serves, prints the address. */
import { wantedAddress } from './setup/address.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { pickPort } from './setup/port.mjs';
import { say } from './setup/project.mjs';
import { script } from './setup/script.mjs';
import { startServer } from './setup/server.mjs';

await script(async () => {
  requireNode();
  const wanted = wantedAddress(process.argv.slice(2), process.env);
  await ensureInstalled();
  await ensureBuilt();
  const { url, ended } = await startServer({ host: wanted.host, port: await pickPort(wanted) });
  say(`ready at ${url}  (Ctrl-C stops it)`);
  return ended;
});
