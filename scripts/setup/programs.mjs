/**
 * The project's TypeScript programs, bundled for Node: a bundle starts in a fraction of the time that loading some
 * hundred files through a TypeScript loader takes. Packages stay in node_modules and are loaded from there.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root } from './project.mjs';

/** Everything that is started as a process or thread of its own. */
const programs = [
  'db/embedded/daemon.ts',
  'lib/cli/main.ts',
  'lib/compute/worker.ts',
  'lib/jobs/import/reader-thread.ts',
  'lib/jobs/worker-process.ts',
];
/** Read besides the sources; the lock file says which bundler it was. */
const settings = ['package-lock.json', 'scripts/setup/programs.mjs', 'tsconfig.json'];
/** Running processes load parts of their bundle late, so earlier ones stay for a while. */
const keptBundles = 20;

const recordName = 'programs.json';

/** @typedef {{ folder: string, inputs: [file: string, size: number, changedMs: number][] }} BuildRecord */

/**
 * The last build's folder, if its inputs are still the files that it read; else null.
 *
 * @param {string} base
 * @param {string} cache
 */
function freshFolder(base, cache) {
  try {
    /** @type {BuildRecord} */
    const { folder, inputs } = JSON.parse(readFileSync(path.join(cache, recordName), 'utf8'));
    const unchanged = inputs.every(([file, size, changedMs]) => {
      const stat = statSync(path.join(base, file));
      return stat.size === size && stat.mtimeMs === changedMs;
    });
    return unchanged && existsSync(path.join(cache, folder)) ? path.join(cache, folder) : null;
  } catch {
    // Never built, cut off, or a source has gone: all the same to us.
    return null;
  }
}

/**
 * @param {string} base
 * @param {readonly string[]} entries
 * @param {string} cache
 */
async function bundle(base, entries, cache) {
  // Only here, since nothing may be installed yet when scripts begin.
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: base,
    entryPoints: [...entries],
    outbase: base,
    outdir: cache,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // Names of functions and classes end up in messages and stacks.
    keepNames: true,
    outExtension: { '.js': '.mjs' },
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  return { outputFiles, inputs: Object.keys(metafile.inputs) };
}

/**
 * Writes the bundles into a folder that is named for what they hold.
 *
 * @param {import('esbuild').OutputFile[]} files
 * @param {string} cache
 */
function store(files, cache) {
  const digest = createHash('sha256');
  for (const { path: file, contents } of files)
    digest.update(`${file}\0${contents.length}\0`).update(contents);
  const folder = `programs-${digest.digest('hex').slice(0, 16)}`;
  if (existsSync(path.join(cache, folder))) return folder;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(path.join(cache, 'draft-'));
  for (const { path: file, contents } of files) {
    const place = path.join(draft, path.relative(cache, file));
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, contents);
  }
  try {
    renameSync(draft, path.join(cache, folder));
  } catch (error) {
    rmSync(draft, { recursive: true });
    // Another process was faster: its folder of this name holds the same.
    if (!existsSync(path.join(cache, folder))) throw error;
  }
  return folder;
}

/**
 * @param {BuildRecord} record
 * @param {string} cache
 */
function writeRecord(record, cache) {
  const draft = path.join(cache, `${recordName}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(record));
  renameSync(draft, path.join(cache, recordName));
}

function removeOldBundles(/** @type {string} */ current, /** @type {string} */ cache) {
  const bundles = readdirSync(cache)
    .filter((name) => /^programs-[0-9a-f]+$/.test(name) && name !== current)
    .map((name) => ({ name, madeMs: statSync(path.join(cache, name)).mtimeMs }))
    .sort((a, b) => b.madeMs - a.madeMs);
  for (const { name } of bundles.slice(keptBundles))
    rmSync(path.join(cache, name), { recursive: true, force: true });
}

/**
 * The folder of the bundled programs, made anew unless the last ones were made from these very sources. It is named
 * for its content and never changed, so that processes that run from it are not disturbed by later ones.
 *
 * @param {string} [base] the project's folder
 * @param {readonly string[]} [entries] the programs, relative to it
 * @returns {Promise<string | null>} null, after saying why, when they cannot be bundled: TypeScript runs as well, slower
 */
export async function ensurePrograms(base = root, entries = programs) {
  const cache = path.join(base, 'node_modules/.cache/carryover');
  const fresh = freshFolder(base, cache);
  if (fresh) return fresh;
  const startedMs = Date.now();
  try {
    const { outputFiles, inputs } = await bundle(base, entries, cache);
    const folder = store(outputFiles, cache);
    const read = [...inputs, ...settings].map((file) => {
      const { size, mtimeMs } = statSync(path.join(base, file));
      // What changed since we began may have been read before it did.
      return /** @type {[string, number, number]} */ ([file, size, mtimeMs < startedMs ? mtimeMs : 0]);
    });
    writeRecord({ folder, inputs: read }, cache);
    removeOldBundles(folder, cache);
    return path.join(cache, folder);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    console.error(`carryover: its programs run from their TypeScript, which takes longer: ${message}`);
    return null;
  }
}
