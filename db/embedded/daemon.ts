/**
 * The process that owns an embedded database. Started by whoever needs the store first, used by all, gone a moment
 * after the last connection closed: so neither the web server nor the command line can take the other's database away.
 * Its one argument is the data folder.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { homeLayout, makeHome } from '../home';
import { announceReady, releaseLock, takeLock } from './lock';
import { openDatabase } from './open-database';
import { WireServer } from './wire-server';

const idleMs = Number(process.env.CARRYOVER_STORE_IDLE_MS ?? 5_000);
/** Someone started us: wait this long for the first connection. */
const firstConnectionMs = 30_000;

const layout = homeLayout(process.argv[2]);
makeHome(layout);

const other = takeLock(layout.lock);
if (other) {
  console.error(`database of ${layout.home} is owned by process ${other.pid}`);
  process.exit(0);
}
// Ctrl-C in a terminal reaches the whole group; the clients decide when the store may go.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('exit', () => releaseLock(layout.lock));

const template = process.env.CARRYOVER_STORE_TEMPLATE;
if (template && !existsSync(layout.database)) cpSync(template, layout.database, { recursive: true });
const db = await openDatabase(layout.database);

let idle: NodeJS.Timeout | undefined;
let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server.close();
  await db.close();
  process.exit(code);
}
function sleepSoon(afterMs: number): void {
  clearTimeout(idle);
  idle = setTimeout(() => void stop(0), afterMs);
}
const server = new WireServer(db, (connections) => {
  if (connections === 0) sleepSoon(idleMs);
  else clearTimeout(idle);
});
process.on('SIGTERM', () => void stop(0));
process.on('uncaughtException', (error) => {
  console.error('database process failed:', error);
  void stop(1);
});

if (process.platform === 'win32') {
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  announceReady(layout.lock, { host: '127.0.0.1', port });
} else {
  // `pg` and `psql` look for this file name when they are given a folder as the host.
  const port = 5432;
  const socket = path.join(layout.socketFolder, `.s.PGSQL.${port}`);
  rmSync(socket, { force: true });
  await server.listen({ path: socket });
  announceReady(layout.lock, { host: layout.socketFolder, port });
}
sleepSoon(firstConnectionMs);
