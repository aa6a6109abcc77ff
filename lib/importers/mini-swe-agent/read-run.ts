import type { Step } from '@/lib/core/vocabulary';
import { asAmount, asList, asName, asNumber, asObject, type JsonObject } from '../json-values';
import { stepSums } from '../steps/step-sums';
import { settingsWithoutSecrets } from '../without-secrets';
import { readMessages } from './read-messages';

export interface MiniRun {
  format: string;
  version: string | null;
  instanceId: string | null;
  model: string | null;
  agentType: string | null;
  exitStatus: string | null;
  traceback: string | null;
  steps: Step[];
  inputTokens: number | null;
  outputTokens: number | null;
  cachedTokens: number | null;
  costUsd: number | null;
  apiCalls: number | null;
  /** The run's configuration without secrets. */
  config: Record<string, unknown> | null;
}

const isChatMessage = (value: unknown) => {
  const message = asObject(value);
  return message !== null && typeof message.role === 'string' && 'content' in message;
};

/** A bare list of chat messages, as the first versions wrote it. */
export const isMessageList = (value: unknown): boolean => {
  const list = asList(value);
  return list !== null && list.length > 0 && list.slice(0, 20).every(isChatMessage);
};

export function isMiniRun(value: unknown): boolean {
  const root = asObject(value);
  if (!root) return false;
  if ((asName(root.trajectory_format) ?? '').startsWith('mini-swe-agent')) return true;
  const info = asObject(root.info);
  // The first versions wrote neither a format nor their own number.
  return Array.isArray(root.messages) && info !== null && ('mini_version' in info || 'exit_status' in info);
}

/** Reads a mini-swe-agent trajectory of any version. It never says whether the task was solved. */
export function readRun(value: unknown): MiniRun {
  const root: JsonObject = asObject(value) ?? { messages: value };
  const info = asObject(root.info) ?? {};
  const config = asObject(info.config) ?? {};
  const stats = asObject(info.model_stats) ?? {};
  const steps = readMessages(asList(root.messages) ?? []);
  const sums = stepSums(steps);
  return {
    format: asName(root.trajectory_format) ?? (asList(value) ? 'mini-swe-agent messages' : 'mini-swe-agent'),
    version: asName(info.mini_version),
    instanceId: asName(root.instance_id),
    model: asName(asObject(config.model)?.model_name) ?? steps.find((step) => step.model)?.model ?? null,
    agentType: asName(config.agent_type),
    exitStatus: asName(info.exit_status),
    traceback: asName(info.exception_str) ?? asName(info.traceback),
    steps,
    ...sums,
    costUsd: asAmount(stats.instance_cost) ?? sums.costUsd,
    apiCalls: asNumber(stats.api_calls),
    config: settingsWithoutSecrets(info.config),
  };
}
