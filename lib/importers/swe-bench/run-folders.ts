import { folderOf } from '../source/disk-tree';
import { sweBench } from './identity';

export interface RunFolder {
  runId: string;
  benchmark: string;
  /** A submission to the public leaderboard, in which the folder stands for the model as well. */
  isSubmission: boolean;
}

const splits: Record<string, string> = {
  lite: 'swe-bench-lite',
  verified: 'swe-bench-verified',
  // One agent for all models, on the verified subset.
  'bash-only': 'swe-bench-verified',
  multilingual: 'swe-bench-multilingual',
  multimodal: 'swe-bench-multimodal',
  test: sweBench,
  full: sweBench,
};

/** Folders of a run that hold its trajectories, logs and results. */
const within = /^(?:trajs?|trajectories|logs|results)$/;

/**
 * The run that a file of one instance belongs to, by its folders: `<run>/<instance>/<file>`, `<run>/<file>`, and the
 * layout of the public leaderboard, `evaluation/<split>/<submission>/{trajs,logs,results}/…`.
 *
 * @returns null when no folder is left to name the run
 */
export function runFolderOf(path: string, instance: string | null, treeName: string): RunFolder | null {
  const folders = [treeName, ...folderOf(path).split('/')].filter(Boolean);
  if (instance !== null && folders.at(-1) === instance) folders.pop();
  const inner = folders.length > 1 && within.test(folders.at(-1)!) ? folders.pop() : undefined;
  const runId = folders.at(-1);
  if (runId === undefined) return null;
  const split = folders.at(-3) === 'evaluation' ? splits[folders.at(-2)!] : undefined;
  const isSubmission = split !== undefined || inner === 'results' || /^\d{8}_/.test(runId);
  return { runId, benchmark: split ?? sweBench, isSubmission };
}
