import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Unix socket paths are limited to about 107 bytes; leave room for the file name. */
const socketFolderLimit = 85;

/** The folder that holds everything Carryover keeps: database, artefacts, uploads. */
export function carryoverHome(): string {
  return path.resolve(
    /* turbopackIgnore: true */ process.env.CARRYOVER_HOME || path.join(process.cwd(), '.carryover'),
  );
}

export interface HomeLayout {
  home: string;
  /** PGlite's own folder. */
  database: string;
  /** Names the one process that may open `database`; lies beside it, not in it. */
  lock: string;
  /** Holds the Unix socket; private to the user. */
  socketFolder: string;
  log: string;
  artefacts: string;
  staging: string;
  /** Uploads that are not complete yet. */
  uploads: string;
}

/** Where things lie under a data folder. Pure: makes nothing. */
export function homeLayout(home = carryoverHome()): HomeLayout {
  const near = path.join(home, 'socket');
  const far = path.join(
    os.tmpdir(),
    `carryover-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`,
  );
  return {
    home,
    database: path.join(home, 'database'),
    lock: path.join(home, 'database.lock'),
    socketFolder: Buffer.byteLength(near) <= socketFolderLimit ? near : far,
    log: path.join(home, 'database.log'),
    artefacts: path.join(home, 'artefacts'),
    staging: path.join(home, 'staging'),
    uploads: path.join(home, 'uploads'),
  };
}

/** Makes the folders of a data folder, private to the user. */
export function makeHome(layout: HomeLayout): void {
  for (const folder of [layout.home, layout.socketFolder, layout.artefacts, layout.staging, layout.uploads]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}
