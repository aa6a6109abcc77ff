/**
 * The web server: Next, behind the few routes that the app has answered without it (lib/http/quick-routes). Started by
 * `npm start` with HOST and PORT set, in the folder of the project.
 */
import { createServer } from 'node:http';
import next from 'next';

const hostname = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? 3210);
const app = next({ dev: false, hostname, port });
await app.prepare();
const byNext = app.getRequestHandler();
const slot = Symbol.for('carryover.quick-routes');

const server = createServer((request, response) => {
  const quick = globalThis[slot]?.get(`${request.method} ${request.url}`);
  if (quick) quick(request, response);
  else void byNext(request, response);
});
server.on('error', (error) => {
  console.error(`The server cannot answer on ${hostname}, port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, hostname);
