import { isAppError } from '@/lib/core/errors';
import type { SourceFile, SourceTree } from '../importer';
import { asName, asObject, type JsonObject } from '../json-values';
import { folderOf, inFolder } from '../source/disk-tree';
import { headRecords } from '../source/json-records';

/** Its files write the session's id in one way, what it prints (`--output-format stream-json`) in another. */
export const sessionIdOf = (line: JsonObject): string | null =>
  asName(line.sessionId) ?? asName(line.session_id);

/** Every line carries the session; turns carry a message as the API has it. */
export const isTurn = (value: unknown): value is JsonObject => {
  const line = asObject(value);
  return (
    line !== null &&
    sessionIdOf(line) !== null &&
    (line.type === 'user' || line.type === 'assistant') &&
    asObject(line.message) !== null
  );
};

export const turnsIn = (file: SourceFile): JsonObject[] => headRecords(file, 40).filter(isTurn);

/** The session that a file of a sub-agent belongs to; null when the file holds turns of a session itself. */
function sessionOf(file: SourceFile): string | null {
  const turns = file.kind === 'jsonl' ? turnsIn(file) : [];
  const isSubagent = turns.length > 0 && turns.every((turn) => turn.isSidechain === true);
  return isSubagent ? sessionIdOf(turns[0]!) : null;
}

/**
 * The session that brings a sub-agent's file in. Sub-agents write files of their own under their session's id, beside it
 * (`agent-<id>.jsonl`) or in a folder named for it (`<session>/subagents/agent-<id>.jsonl`): taken for sessions, they
 * would take the place of theirs.
 */
export function sessionAround(file: SourceFile, tree: SourceTree): string | null {
  const session = sessionOf(file);
  if (session === null) return null;
  const folder = folderOf(file.path);
  const above = folderOf(folderOf(folder));
  const isOwnFolder = folder === inFolder(above, `${session}/subagents`);
  const path = inFolder(isOwnFolder ? above : folder, `${session}.jsonl`);
  return path !== file.path && tree.has(path) ? path : null;
}

const known = new WeakMap<SourceTree, Map<string, Promise<ReadonlyMap<string, string[]>>>>();

/** The files of a session's sub-agents, in the order of their names. */
export async function subagentFilesOf(path: string, tree: SourceTree): Promise<readonly string[]> {
  const folder = folderOf(path);
  const folders = known.get(tree) ?? new Map<string, Promise<ReadonlyMap<string, string[]>>>();
  known.set(tree, folders);
  const sessions = folders.get(folder) ?? lookThrough(folder, tree);
  folders.set(folder, sessions);
  const ownFolder = inFolder(path.replace(/\.jsonl$/, ''), 'subagents');
  const below = await lookThrough(ownFolder, tree);
  return [...((await sessions).get(path) ?? []), ...(below.get(path) ?? [])];
}

/** A project's folder holds hundreds of both, so it is looked through once: sub-agents' files by their sessions'. */
async function lookThrough(folder: string, tree: SourceTree): Promise<ReadonlyMap<string, string[]>> {
  const bySession = new Map<string, string[]>();
  for (const path of tree.children(folder)) {
    if (!/(?:^|\/)agent-[^/]*\.jsonl$/.test(path)) continue;
    const session = await sessionAt(path, tree);
    if (session !== null) bySession.set(session, [...(bySession.get(session) ?? []), path]);
  }
  return bySession;
}

async function sessionAt(path: string, tree: SourceTree): Promise<string | null> {
  try {
    return sessionAround(await tree.open(path), tree);
  } catch (error) {
    // A file that cannot be opened is refused when its own turn comes.
    if (isAppError(error)) return null;
    throw error;
  }
}
