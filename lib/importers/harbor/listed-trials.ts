import { asList, asName, asObject, type JsonObject } from '../json-values';

/** What a job's result says of one of its trials. */
export interface ListedTrial {
  name: string;
  rewards: Record<string, number>;
  exception: string | null;
  evalKey: string;
}

/** The trials in a job's lists of rewards and exceptions; one that is in both is one trial with both. */
export function listTrials(job: JsonObject): ListedTrial[] {
  const trials = new Map<string, ListedTrial>();
  const trialOf = (value: unknown, evalKey: string): ListedTrial | null => {
    const name = asName(value);
    if (!name) return null;
    const trial = trials.get(name) ?? { name, rewards: {}, exception: null, evalKey };
    trials.set(name, trial);
    return trial;
  };
  for (const [evalKey, value] of Object.entries(asObject(asObject(job.stats)?.evals) ?? {})) {
    const stats = asObject(value);
    for (const [rewardName, byValue] of Object.entries(asObject(stats?.reward_stats) ?? {})) {
      for (const [written, names] of Object.entries(asObject(byValue) ?? {})) {
        const reward = written.trim() === '' ? Number.NaN : Number(written);
        for (const name of asList(names) ?? []) {
          const trial = trialOf(name, evalKey);
          // A reward that is no number is none, and the trial an attempt all the same.
          if (trial && Number.isFinite(reward)) trial.rewards[rewardName] = reward;
        }
      }
    }
    for (const [type, names] of Object.entries(asObject(stats?.exception_stats) ?? {})) {
      for (const name of asList(names) ?? []) {
        const trial = trialOf(name, evalKey);
        if (trial) trial.exception = type;
      }
    }
  }
  return [...trials.values()];
}
