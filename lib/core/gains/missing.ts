/**
 * What a trial without a reward counts as: `errors-fail` takes errors and time-outs of the agent for failures and leaves
 * out what broke outside of it; `leave-out` counts no such trial; `failure` counts each as failed.
 */
export const missingRules = ['errors-fail', 'leave-out', 'failure'] as const;
export type MissingReward = (typeof missingRules)[number];

/** The choice when nobody made one. */
export const usualMissing = 'errors-fail' satisfies MissingReward;

/** How the choices are named on screen. */
export const missingLabels: Record<MissingReward, string> = {
  'errors-fail': 'errors count as failures',
  'leave-out': 'leave out',
  failure: 'all count as failures',
};

/** The same as the end of a sentence about trials without a reward. */
export const missingWords: Record<MissingReward, string> = {
  'errors-fail': 'count as failures where the agent erred or ran out of time, and are left out elsewhere',
  'leave-out': 'are left out',
  failure: 'count as failures',
};

/** What is known of a trial's reward: a number, or why there is none. The places are the codes in Outcomes. */
export const rewardStates = [
  'known',
  'agent-error',
  'time-out',
  'outside-error',
  'no-verdict',
  'not-a-number',
] as const;
export type RewardState = (typeof rewardStates)[number];

/** In words, of several trials. */
export const stateLabels: Record<Exclude<RewardState, 'known'>, string> = {
  'agent-error': 'ended in an error of the agent',
  'time-out': 'ran out of time',
  'outside-error': 'broke off outside of the agent (environment, verifier, service)',
  'no-verdict': 'have no verdict and no error',
  'not-a-number': 'have a reward that is no number',
};

// Names as Harbor, mini-swe-agent, OpenHands and the clients of services write them.
const outside =
  /verif|reward|environment|docker|container|sandbox|setup|build|cancel|interrupt|ratelimit|rate_limit|connection|authenticat|permissiondenied|internalserver|serviceunavailable|overloaded/i;
const timeOut = /time[\s_-]?(?:d[\s_-]?)?(?:out|limit)/i;

/**
 * What is known of one trial's reward.
 *
 * @param reward         null where the verifier never spoke
 * @param exceptionType  the name of what the trial broke off with, null when it did not; an unnamed one is the agent's
 */
export function rewardState(reward: number | null, exceptionType: string | null): RewardState {
  if (reward !== null) return Number.isFinite(reward) ? 'known' : 'not-a-number';
  if (exceptionType === null) return 'no-verdict';
  if (outside.test(exceptionType)) return 'outside-error';
  return timeOut.test(exceptionType) ? 'time-out' : 'agent-error';
}

/** Whether a trial in this state counts as failed; those that neither have a reward nor fail are left out. */
export function countsAsFailure(state: RewardState, rule: MissingReward): boolean {
  if (state === 'known') return false;
  if (rule === 'errors-fail') return state === 'agent-error' || state === 'time-out';
  return rule === 'failure';
}

/** How many trials there are in each state that has no reward. */
export type MissingCounts = Record<Exclude<RewardState, 'known'>, number>;

export const noneMissing = (): MissingCounts => ({
  'agent-error': 0,
  'time-out': 0,
  'outside-error': 0,
  'no-verdict': 0,
  'not-a-number': 0,
});

/** How many trials a choice counts as failed, and how many it leaves out. */
export function touchedBy(counts: MissingCounts, rule: MissingReward): { failed: number; leftOut: number } {
  const touched = { failed: 0, leftOut: 0 };
  for (const [state, count] of Object.entries(counts) as [RewardState, number][])
    touched[countsAsFailure(state, rule) ? 'failed' : 'leftOut'] += count;
  return touched;
}

/** The same of every choice. */
export type TouchedTrials = Record<MissingReward, { failed: number; leftOut: number }>;

export const touchedByEach = (counts: MissingCounts): TouchedTrials => ({
  'errors-fail': touchedBy(counts, 'errors-fail'),
  'leave-out': touchedBy(counts, 'leave-out'),
  failure: touchedBy(counts, 'failure'),
});

/** What became of the trials without a reward, as a warning; null where there are none. */
export function missingWarning(touched: TouchedTrials, rule: MissingReward): string | null {
  const { failed, leftOut } = touched[rule];
  const all = failed + leftOut;
  if (all === 0) return null;
  return `${all} ${all === 1 ? 'trial' : 'trials'} without a reward in all, by “${missingLabels[rule]}”: ${failed} counted as failed, ${leftOut} left out.`;
}
