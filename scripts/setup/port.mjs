import { createServer } from 'node:net';
import { SetupError } from './project.mjs';

/**
 * Whether nobody listens on the port.
 *
 * @param {number} port 0 asks the system for any free port
 * @param {string} host
 * @returns {Promise<number | null>} the port, or null when it is taken
 */
function tryPort(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(new SetupError(`Cannot listen on ${host}: ${error.message}`));
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

/** Any free port of the loopback address. */
export const anyFreePort = async () => (await tryPort(0, '127.0.0.1')) ?? 0;

/**
 * The port to serve on: the wanted one if somebody chose it, else the first free one from there on.
 *
 * @param {{ port: number, host: string, chosen: boolean }} wanted
 * @throws {SetupError} when the chosen port, or a whole range, is taken
 */
export async function pickPort({ port, host, chosen }) {
  const last = chosen ? port : port + 100;
  for (let candidate = port; candidate <= last; candidate++) {
    if ((await tryPort(candidate, host)) !== null) return candidate;
  }
  throw new SetupError(
    chosen
      ? `Port ${port} of ${host} is taken. Choose another with --port, or leave it out.`
      : `No free port between ${port} and ${last}.`,
  );
}
