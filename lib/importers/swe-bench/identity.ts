import { agentLabel } from '../condition-label';
import type { ConditionProposal } from '../importer';
import { splitRepetition } from '../repetition';

/** Run reports and trajectories do not say which subset they are of; those that do are named for it. */
export const sweBench = 'swe-bench';

export interface SweBenchRun {
  runId: string;
  /** As predictions name it, with slashes; null when the files do not say. */
  model: string | null;
}

/** `owner__repo-123`, the names that SWE-bench gives its instances. */
export const isInstanceId = (name: string): boolean => /^[\w.-]+__[\w.-]+-\d+$/.test(name);

/**
 * The identity that a trajectory, a run report and an instance report of one run share, so that they become one trial
 * in whatever order they come. The model takes part because run ids such as `test` are used again and again.
 */
export const trialId = ({ runId, model }: SweBenchRun, instance: string): string =>
  `${runId}/${model === null ? '-' : model.replaceAll('/', '__')}/${instance}`;

/** File names write the slash of a model's name as two underscores. */
export const modelFromFileName = (written: string): string => written.replaceAll('__', '/');

export function proposal(run: SweBenchRun, basis: string): ConditionProposal & { attempt: number | null } {
  const { base, attempt } = splitRepetition(run.runId);
  const cut = attempt === null ? '' : `; the ending of ${run.runId} is taken as attempt ${attempt}`;
  return {
    label: agentLabel(base, run.model),
    basis: `${basis}${cut}`,
    settings: { model: run.model, run: run.runId },
    attempt,
  };
}
