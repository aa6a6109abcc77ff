import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const isTest = (/** @type {string} */ file) => /\.(test|bench)\.tsx?$/.test(file);

/**
 * Files below `entry` (or the file itself) that a build can depend on, sorted; nothing when it does not exist.
 *
 * @param {string} base
 * @param {string} entry relative to `base`
 * @returns {string[]} paths relative to `base`, with `/`
 */
function filesBelow(base, entry) {
  const stat = statSync(path.join(base, entry), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return isTest(entry) ? [] : [entry];
  return readdirSync(path.join(base, entry))
    .sort()
    .flatMap((name) => filesBelow(base, `${entry}/${name}`));
}

/**
 * One digest of names and contents: it changes when a file is edited, added, renamed or removed, and does not
 * depend on times, which a fresh clone makes new. Tests do not count.
 *
 * @param {string} base
 * @param {readonly string[]} entries files and folders relative to `base`
 * @returns {string} SHA-256, hexadecimal
 */
export function sourceDigest(base, entries) {
  const digest = createHash('sha256');
  for (const file of entries.flatMap((entry) => filesBelow(base, entry))) {
    const content = readFileSync(path.join(base, file));
    digest.update(`${file}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}
