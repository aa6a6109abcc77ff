import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Address {
  pid: number;
  url: string;
}

const fileIn = (home: string): string => path.join(home, 'server.json');

/** Writes down where this data folder's server answers, for the command line. */
export function announceServer(home: string): void {
  const port = process.env.PORT;
  if (!port) return;
  const bound = process.env.HOST ?? '127.0.0.1';
  const host = bound === '0.0.0.0' || bound === '::' || bound === 'localhost' ? '127.0.0.1' : bound;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  writeFileSync(fileIn(home), JSON.stringify({ pid: process.pid, url } satisfies Address), { mode: 0o600 });
}

/** Removes the note, if it is this process's. */
export function withdrawServer(home: string): void {
  if (read(home)?.pid === process.pid) rmSync(fileIn(home), { force: true });
}

function read(home: string): Address | null {
  try {
    return JSON.parse(readFileSync(fileIn(home), 'utf8')) as Address;
  } catch {
    // No server was started here, or its note is half written: either way there is none to talk to.
    return null;
  }
}

/** The running server of a data folder; null when none answers. */
export async function findServer(home: string): Promise<string | null> {
  const address = read(home);
  if (!address) return null;
  try {
    const answer = await fetch(`${address.url}/api/v1/health`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? address.url : null;
  } catch {
    return null;
  }
}
