import { isAppError } from '@/lib/core/errors';
import type { SourceTree } from '../importer';
import { asNumber, asObject } from '../json-values';
import { inFolder } from '../source/disk-tree';

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
 */
export function chooseReward(given: unknown): Outcome {
  const entries = Object.entries(asObject(given) ?? {});
  const rewards: Record<string, number> = {};
  for (const [key, value] of entries) {
    const number = typeof value === 'boolean' ? Number(value) : asNumber(value);
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

/** The reward that the verifier left on disk, for trials whose result is missing or has none. */
export async function recoverReward(tree: SourceTree, trialFolder: string): Promise<Outcome> {
  const text = inFolder(trialFolder, 'verifier/reward.txt');
  const json = inFolder(trialFolder, 'verifier/reward.json');
  try {
    if (tree.has(text)) {
      const written = (await (await tree.open(text)).text(4096)).trim();
      const value = written === '' ? Number.NaN : Number(written);
      if (Number.isFinite(value))
        return { ...none, reward: value, rewards: { reward: value }, recoveredFrom: text };
    }
    if (tree.has(json)) return { ...chooseReward(await (await tree.open(json)).json()), recoveredFrom: json };
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  return none;
}
