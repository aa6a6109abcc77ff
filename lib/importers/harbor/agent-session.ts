import { isAppError } from '@/lib/core/errors';
import { claudeCode } from '../claude-code';
import { codex } from '../codex';
import type { SourceTree, TrialRecord } from '../importer';
import { inFolder } from '../source/disk-tree';

/** A trial has one session and those of its sub-agents; beyond this the folder is something else. */
const filesTried = 50;

/**
 * The session that Claude Code or Codex kept in a trial's `agent` folder, for trials to which Harbor did not convert it:
 * older releases, and trials that were stopped. What they print (`claude-code.txt`) tells as much.
 *
 * @returns null when there is none
 */
export async function readAgentSession(
  tree: SourceTree,
  agentFolder: string,
): Promise<{ path: string; trial: TrialRecord } | null> {
  const kept = sessionFiles(tree, inFolder(agentFolder, 'sessions')).slice(0, filesTried);
  for (const path of [...kept, inFolder(agentFolder, 'claude-code.txt')]) {
    const trial = tree.has(path) ? await readOne(tree, path) : null;
    if (trial?.trajectory) return { path, trial };
  }
  return null;
}

const sessionFiles = (tree: SourceTree, folder: string): string[] => [
  ...tree.children(folder).filter((path) => path.endsWith('.jsonl')),
  ...tree.folders(folder).flatMap((below) => sessionFiles(tree, below)),
];

async function readOne(tree: SourceTree, path: string): Promise<TrialRecord | null> {
  try {
    const file = await tree.open(path);
    for (const importer of [claudeCode, codex]) {
      if (!(await importer.recognises(file, tree))) continue;
      for await (const record of importer.read(file, { tree, recipes: [] })) {
        if (record.kind === 'trial') return record;
      }
    }
    return null;
  } catch (error) {
    // A session that cannot be read does not cost the trial its outcome.
    if (isAppError(error)) return null;
    throw error;
  }
}
