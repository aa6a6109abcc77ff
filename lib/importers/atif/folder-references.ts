import { isAppError } from '@/lib/core/errors';
import type { SourceTree } from '../importer';
import { asName, asObject } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { nextName } from './continuation-name';
import { isAtif, type Neighbours, referencesOf } from './read-trajectory';

type Owners = ReadonlyMap<string, { owner: string; role: string }>;

const known = new WeakMap<SourceTree, Map<string, Promise<Owners>>>();

/** Finds files beside a trajectory; a reference never leads out of its folder. */
export function besides(tree: SourceTree, path: string): Neighbours {
  const read = async (found: string | null) => {
    const root = found === null ? null : await jsonAt(tree, found);
    return found === null || root === null ? null : { path: found, root };
  };
  return {
    resolve: (reference) => read(findBeside(tree, path, reference)),
    next: async (at = path) => {
      const found = await read(existing(tree, inFolder(folderOf(at), nextName(at))));
      return found && isAtif(found.root) ? found : null;
    },
  };
}

const existing = (tree: SourceTree, path: string): string | null => (tree.has(path) ? path : null);

/** The whole name, else one that ends in it: exports put a prefix before names that refer to each other. */
function findBeside(tree: SourceTree, path: string, reference: string): string | null {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  const siblings = tree.children(folderOf(path)).filter((sibling) => sibling !== path);
  const nameOf = (sibling: string) => sibling.slice(sibling.lastIndexOf('/') + 1);
  return (
    siblings.find((sibling) => nameOf(sibling) === name) ??
    siblings.find((sibling) => nameOf(sibling).endsWith(`.${name}`)) ??
    null
  );
}

/**
 * Which trajectory of its folder brings a file in, if any: the files of a folder refer to each other in no fixed
 * order, so the folder is looked through once before the first of them is read.
 */
export async function ownerOf(
  tree: SourceTree,
  path: string,
): Promise<{ owner: string; role: string } | null> {
  const folder = folderOf(path);
  const folders = known.get(tree) ?? new Map<string, Promise<Owners>>();
  known.set(tree, folders);
  const owners = folders.get(folder) ?? lookThrough(tree, folder);
  folders.set(folder, owners);
  return (await owners).get(path) ?? null;
}

async function lookThrough(tree: SourceTree, folder: string): Promise<Owners> {
  const owners = new Map<string, { owner: string; role: string }>();
  for (const path of tree.children(folder)) {
    const file = await tree.open(path);
    if (file.kind !== 'json' || !file.headText.includes('ATIF-')) continue;
    const root = await rootWithReferences(file);
    if (!root) continue;
    const claim = (reference: string | null, role: string) => {
      const found = reference === null ? null : findBeside(tree, path, reference);
      if (found && found !== path && !owners.has(found)) owners.set(found, { owner: path, role });
    };
    claim(asName(root.continued_trajectory_ref), 'continuation of the trajectory');
    for (const ref of referencesOf(root)) claim(asName(ref.trajectory_path), 'sub-agent of the trajectory');
  }
  for (const path of tree.children(folder)) {
    const next = existing(tree, inFolder(folder, nextName(path)));
    if (next === null || owners.has(next)) continue;
    const root = await jsonAt(tree, path);
    if (isAtif(root) && asName(root.continued_trajectory_ref) === null)
      owners.set(next, { owner: path, role: 'continuation of the trajectory' });
  }
  freeOneOfEachCycle(owners);
  return owners;
}

/** Files that only refer to each other in a circle would all be part of another and none be read. */
function freeOneOfEachCycle(owners: Map<string, { owner: string; role: string }>): void {
  for (const start of [...owners.keys()].sort()) {
    const seen = new Set([start]);
    for (let at = owners.get(start)?.owner; at !== undefined; at = owners.get(at)?.owner) {
      if (at === start) owners.delete(start);
      if (seen.has(at)) break;
      seen.add(at);
    }
  }
}

async function rootWithReferences(file: Awaited<ReturnType<SourceTree['open']>>) {
  try {
    if (!(await file.text()).includes('trajectory_ref"')) return null;
    const root = asObject(await file.json());
    return root && isAtif(root) ? root : null;
  } catch (error) {
    // A broken neighbour is reported when its own turn comes.
    if (isAppError(error)) return null;
    throw error;
  }
}
