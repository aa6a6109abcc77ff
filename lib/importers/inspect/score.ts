import { asFlag, asNumber, asObject, asText, type JsonObject } from '../json-values';

/** The letters with which Inspect's scorers answer: correct, incorrect, partly, no answer. */
const words: Record<string, number> = {
  c: 1,
  i: 0,
  p: 0.5,
  n: 0,
  yes: 1,
  no: 0,
  true: 1,
  false: 0,
  correct: 1,
  incorrect: 0,
};

/** A score as a number; null for what is none (a list, free text). */
function scoreOf(value: unknown): number | null {
  const flag = asFlag(value);
  if (flag !== null) return Number(flag);
  const text = asText(value)?.trim();
  if (text === undefined) return asNumber(value);
  return words[text.toLowerCase()] ?? (text === '' ? null : asNumber(Number(text)));
}

export interface Scored {
  reward: number | null;
  rewards: Record<string, number> | null;
  /** Why there is no reward although there are scores, or which of several it is. */
  remark: string | null;
}

/**
 * The reward of a sample, and every score by scorer (`scorer.key` for a scorer that answers with several). Of several
 * scores the first is the reward, since Inspect lists the task's own scorer first.
 */
export function readScores(scores: JsonObject | null): Scored {
  const rewards: Record<string, number> = {};
  for (const [scorer, given] of Object.entries(scores ?? {})) {
    const value = asObject(given)?.value;
    const parts = asObject(value);
    for (const [key, part] of parts ? Object.entries(parts) : [['', value] as const]) {
      const score = scoreOf(part);
      if (score !== null) rewards[key === '' ? scorer : `${scorer}.${key}`] = score;
    }
  }
  const names = Object.keys(rewards);
  const scored = Object.keys(scores ?? {}).length > 0;
  const remark =
    names.length > 1
      ? `of several scores the first, ${names[0]}, is the reward`
      : names.length === 0 && scored
        ? 'its score is no number, so it has no reward'
        : null;
  return {
    reward: names.length > 0 ? rewards[names[0]!]! : null,
    rewards: names.length > 0 ? rewards : null,
    remark,
  };
}
