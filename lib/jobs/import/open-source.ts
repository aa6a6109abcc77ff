import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { homeLayout } from '@/db/home';
import type { ImportSource } from '@/db/schema';
import { artefactPath, hashFile, putArtefactFile } from '@/lib/artefacts/store';
import { AppError } from '@/lib/core/errors';
import type { RefusedPath } from '@/lib/importers/importer';
import { archiveKind, unpackArchive } from '@/lib/importers/source/archive';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import { openFile } from '@/lib/importers/source/open-file';
import { openFolder } from '@/lib/importers/source/open-folder';
import type { JobRun } from '../job';
import { pathsToTry } from './paths-to-try';

export interface OpenedSource {
  tree: DiskTree;
  /** What the report puts before the paths of this source: several sources of one import may hold the same paths. */
  prefix: string;
  /** What cannot be reached: links and devices of a folder, entries of an archive that were not unpacked. */
  refused: readonly RefusedPath[];
  /** Files that were not asked for. */
  passedOver: ReadonlySet<string>;
}

/**
 * What of uploads and folders is read: archives are unpacked into the staging folder first.
 *
 * @param importId names the place in the staging folder
 */
export async function openSources(
  sources: readonly ImportSource[],
  importId: string,
  run: Pick<JobRun<unknown>, 'signal' | 'report'>,
): Promise<OpenedSource[]> {
  const opened: OpenedSource[] = [];
  for (const source of sources) {
    const { tree, refused } = await openAll(source, importId, run);
    const prefix = sources.length > 1 ? freePrefix(tree, opened) : '';
    const unreachable = [...tree.refused, ...refused];
    if (!source.only) {
      opened.push({ tree, prefix, refused: unreachable, passedOver: new Set() });
      continue;
    }
    const wanted = source.only
      .filter((file) => file.startsWith(prefix))
      .map((file) => file.slice(prefix.length));
    const read = tree.paths.some((file) => wanted.includes(file))
      ? pathsToTry(tree.paths, wanted)
      : new Set();
    opened.push({
      tree,
      prefix,
      refused: unreachable.filter((one) => wanted.includes(one.path)),
      passedOver: new Set(tree.paths.filter((file) => !read.has(file))),
    });
  }
  return opened;
}

/** The tree's name, numbered where an earlier source has it; a single file needs one only where its path is taken. */
function freePrefix(tree: DiskTree, earlier: readonly OpenedSource[]): string {
  const files = new Set(earlier.flatMap((one) => (one.prefix === '' ? one.tree.paths : [])));
  if (tree.name === '' && !tree.paths.some((file) => files.has(file))) return '';
  const taken = new Set(earlier.map(({ prefix }) => prefix));
  const name = tree.name || 'another file';
  let prefix = `${name}/`;
  for (let i = 2; taken.has(prefix); i++) prefix = `${name} (${i})/`;
  return prefix;
}

type Unfiltered = Pick<OpenedSource, 'tree' | 'refused'>;

async function openAll(
  source: ImportSource,
  importId: string,
  { signal, report }: Pick<JobRun<unknown>, 'signal' | 'report'>,
): Promise<Unfiltered> {
  if (source.kind === 'folder') {
    const entry = await stat(source.path).catch((cause: unknown) => {
      throw new AppError('not-found', `There is nothing at ${source.path}.`, {
        hint: 'Check the path; it is read on the machine where Carryover runs.',
        cause,
      });
    });
    if (entry.isDirectory()) {
      return { tree: await openFolder(source.path), refused: [] };
    }
    if (await archiveKind(source.path)) await putArtefactFile(source.path, await hashFile(source.path));
    return openWhole(source.path, path.basename(source.path), importId, { signal, report });
  }
  return openWhole(artefactPath(source.artefact), source.name, importId, { signal, report });
}

/** One file: an archive is unpacked, anything else is read as it is. */
async function openWhole(
  file: string,
  name: string,
  importId: string,
  { signal, report }: Pick<JobRun<unknown>, 'signal' | 'report'>,
): Promise<Unfiltered> {
  if (!(await archiveKind(file, name))) return { tree: await openFile(file, { name }), refused: [] };

  const stem = name.replace(/\.(zip|tar|tgz|tar\.gz)$/i, '');
  const folder = path.join(
    homeLayout().staging,
    importId,
    createHash('sha256').update(file).digest('hex').slice(0, 16),
  );
  // What was left out is kept beside what was unpacked: a later run, or the import after its survey, tells of it, too.
  const leftOut = `${folder}.refused.json`;
  if (!existsSync(folder)) {
    const draft = `${folder}.draft`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const unpacked = await unpackArchive(file, draft, {
      signal,
      name,
      onProgress: (p) => report(null, `Unpacking ${name}: ${p.entries.toLocaleString('en')} entries`),
    }).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true });
      throw error;
    });
    await writeFile(leftOut, JSON.stringify(unpacked.refused), { mode: 0o600 });
    await rename(draft, folder);
  }
  const refused = JSON.parse(await readFile(leftOut, 'utf8')) as RefusedPath[];
  return { tree: await openFolder(folder, { name: stem }), refused };
}
