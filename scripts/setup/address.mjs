import { parseArgs } from 'node:util';
import { SetupError } from './project.mjs';

const defaults = { host: '127.0.0.1', port: 3210 };

/**
 * Where to serve: flags win over the environment, which wins over the defaults.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {{ host: string, port: number, chosen: boolean }} `chosen`: somebody asked for this very port
 * @throws {SetupError} on unknown flags and ports out of range
 */
export function wantedAddress(args, env) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { host: { type: 'string' }, port: { type: 'string', short: 'p' } },
    }));
  } catch (error) {
    throw new SetupError(`${/** @type {Error} */ (error).message} Known: --host ADDRESS, --port NUMBER.`);
  }
  const host = values.host || env.HOST || defaults.host;
  const asked = values.port || env.PORT;
  const port = asked ? Number(asked) : defaults.port;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SetupError(`"${asked}" is not a port: give a whole number from 1 to 65535.`);
  }
  return { host, port, chosen: Boolean(asked) };
}

/** The address to type into a browser on this machine. */
export function browserUrl(/** @type {string} */ host, /** @type {number} */ port) {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
