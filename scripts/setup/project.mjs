/** Where the project lies, and how its set-up scripts name things. Node's own modules only: nothing is installed yet. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The path of a file of the project. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** A failure that the person at the terminal can act on: printed without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** @param {string} line */
export const say = (line) => console.log(`carryover: ${line}`);
