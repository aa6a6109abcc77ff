import { isAppError } from '@/lib/core/errors';
import type { SourceFile, SourceTree } from '../importer';
import { asNumber, asObject, asText } from '../json-values';
import { inFolder } from '../source/disk-tree';
import { parseLenient } from '../source/lenient-json';

export interface Outcome {
  reward: number | null;
  rewards: Record<string, number> | null;
  /** The file in the verifier's folder that the reward was read from, when the result holds none. */
  recoveredFrom: string | null;
  warning: string | null;
}

const none: Outcome = { reward: null, rewards: null, recoveredFrom: null, warning: null };

/**
 * The reward among several: `reward` when there is one of that name, else the only one. Which of several others counts is
 * not ours to say; they are kept and the trial has no reward.
 *
 * @param given  a map, or one value as the first versions and some verifiers write it
 */
export function chooseReward(given: unknown): Outcome {
  const entries = Object.entries(asObject(given) ?? (toNumber(given) === null ? {} : { reward: given }));
  const rewards: Record<string, number> = {};
  for (const [key, value] of entries) {
    const number = toNumber(value);
    if (number !== null) rewards[key] = number;
  }
  const keys = Object.keys(rewards);
  if (keys.length === 0) {
    return entries.length === 0
      ? none
      : { ...none, warning: 'its reward is not a number; the trial has none' };
  }
  const reward = rewards.reward ?? (keys.length === 1 ? rewards[keys[0]!]! : null);
  const warning =
    reward === null
      ? `it has several rewards (${keys.join(', ')}) and none called reward; choose which one counts`
      : null;
  return { reward, rewards, recoveredFrom: null, warning };
}

/** Verifiers are scripts of many hands: a number, a truth value, or a number as text. */
function toNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value);
  const text = asText(value)?.trim();
  return text ? asNumber(Number(text)) : asNumber(value);
}

/**
 * The reward that the verifier left on disk, for trials whose result is missing or has none. One file being broken or
 * empty does not keep the other from being read.
 */
export async function recoverReward(tree: SourceTree, trialFolder: string): Promise<Outcome> {
  const readers = { 'reward.txt': readNumber, 'reward.json': readMap };
  for (const [name, read] of Object.entries(readers)) {
    const path = inFolder(trialFolder, `verifier/${name}`);
    const outcome = chooseReward(await readIfWhole(tree, path, read));
    if (outcome.rewards !== null) return { ...outcome, recoveredFrom: path };
  }
  return none;
}

async function readNumber(file: SourceFile): Promise<unknown> {
  const written = (await file.text(4096)).trim();
  return written === '' ? null : { reward: Number(written) };
}

/** A bare number is JSON too, which a look at the file's beginning does not tell. */
const readMap = async (file: SourceFile): Promise<unknown> =>
  parseLenient(await file.text(1024 * 1024), file.path).value;

/** What a small companion holds; null when it is missing or broken. */
export async function readIfWhole<Value>(
  tree: SourceTree,
  path: string,
  read: (file: SourceFile) => Promise<Value>,
): Promise<Value | null> {
  if (!tree.has(path)) return null;
  try {
    return await read(await tree.open(path));
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
