import { asName, asObject, type JsonObject } from '../json-values';

/** The four kinds of Harbor file, told apart by their keys: versions add and drop others freely. */
export type HarborFile = 'trial-result' | 'job-result' | 'trial-config' | 'job-config';

export function harborFile(value: unknown): HarborFile | null {
  const root = asObject(value);
  if (!root) return null;
  const has = (...keys: string[]) => keys.every((key) => key in root);
  if (asName(root.trial_name) && has('agent_info')) return 'trial-result';
  if (has('stats') && (has('n_total_trials') || asObject(asObject(root.stats)?.evals))) return 'job-result';
  if (asName(root.trial_name) && has('task')) return 'trial-config';
  if (asName(root.job_name) && (has('agents') || has('n_attempts') || has('datasets'))) return 'job-config';
  return null;
}

/** Last folder of a path that was written on any system. */
export const lastPart = (path: string | null): string | null =>
  path?.split(/[\\/]/).filter(Boolean).at(-1) ?? null;

export interface AgentFacts {
  agent: string | null;
  /** `provider/name` as it was configured. */
  model: string | null;
}

/** A custom agent has no name but the class it was loaded from (`module:Class`). */
export function configuredAgent(config: JsonObject | null): AgentFacts {
  const imported = asName(config?.import_path);
  return {
    agent: asName(config?.name) ?? (imported ? (imported.split(':').at(-1) ?? null) : null),
    model: asName(config?.model_name),
  };
}

/** What ran, as the result says it, else as it was configured. */
export function agentFacts(result: JsonObject | null, config: JsonObject | null): AgentFacts {
  const configured = configuredAgent(config);
  const info = asObject(result);
  const modelInfo = asObject(info?.model_info);
  const provider = asName(modelInfo?.provider);
  const name = asName(modelInfo?.name);
  return {
    agent: asName(config?.name) ?? asName(info?.name) ?? configured.agent,
    model: configured.model ?? (provider && name ? `${provider}/${name}` : name),
  };
}
