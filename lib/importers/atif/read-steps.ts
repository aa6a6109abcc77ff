import type { Observation, Step, ToolCall } from '@/lib/core/vocabulary';
import { asAmount, asList, asName, asNumber, asObject, asText, type JsonObject } from '../json-values';
import { contentText } from '../steps/content-text';
import { toolInput } from '../steps/tool-input';
import type { Oddities } from './oddities';

const sources: Record<string, Step['source']> = {
  system: 'system',
  user: 'user',
  agent: 'agent',
  assistant: 'agent',
};

/** The steps of one ATIF file, whatever its version; what does not follow the format is shown all the same. */
export function readSteps(given: readonly unknown[], oddities: Oddities): Step[] {
  const seen = new Set<number>();
  const steps: Step[] = [];
  for (const item of given) {
    const step = asObject(item);
    if (!step) {
      oddities.add('step is not an object and was left out');
      continue;
    }
    const id = asNumber(step.step_id);
    if (id !== null && seen.has(id)) oddities.add('step repeats the step_id of another');
    if (id !== null) seen.add(id);
    steps.push(readStep(step, oddities));
  }
  return steps;
}

function readStep(step: JsonObject, oddities: Oddities): Step {
  const source = sources[asText(step.source) ?? ''];
  if (!source) oddities.add('step names no known source and is shown as the system');
  const metrics = asObject(step.metrics) ?? {};
  return {
    source: source ?? 'system',
    message: readMessage(step.message, oddities),
    reasoning: asName(step.reasoning_content),
    model: asName(step.model_name),
    toolCalls: (asList(step.tool_calls) ?? []).flatMap((call) => readCall(asObject(call))),
    observations: (asList(asObject(step.observation)?.results) ?? []).flatMap((result) =>
      readResult(asObject(result)),
    ),
    timestamp: readTime(step.timestamp, oddities),
    copied: step.is_copied_context === true,
    promptTokens: asAmount(metrics.prompt_tokens),
    completionTokens: asAmount(metrics.completion_tokens),
    cachedTokens: asAmount(metrics.cached_tokens),
    costUsd: asAmount(metrics.cost_usd),
  };
}

function readMessage(message: unknown, oddities: Oddities): string {
  const conforms = typeof message === 'string' || Array.isArray(message);
  if (!conforms) oddities.add('message is no text and is shown as JSON');
  return contentText(message);
}

function readCall(call: JsonObject | null): ToolCall[] {
  if (!call) return [];
  const name = asName(call.function_name) ?? 'unnamed tool';
  return [{ id: asName(call.tool_call_id), name, input: toolInput(call.arguments) }];
}

function readResult(result: JsonObject | null): Observation[] {
  if (!result) return [];
  const refs = (asList(result.subagent_trajectory_ref) ?? [asObject(result.subagent_trajectory_ref)]).map(
    asObject,
  );
  const subagent = refs
    .map((ref) => ref && referenceLabel(ref))
    .filter((label) => label !== null)
    .join(', ');
  return [
    {
      callId: asName(result.source_call_id),
      content: contentText(result.content),
      ...(subagent ? { subagent } : {}),
    },
  ];
}

/** What a reference to a sub-agent's trajectory calls it. */
export const referenceLabel = (ref: JsonObject): string | null =>
  asName(ref.trajectory_id) ?? asName(ref.trajectory_path) ?? asName(ref.session_id);

function readTime(value: unknown, oddities: Oddities): string | null {
  const text = asName(value);
  if (text === null) return null;
  if (!Number.isNaN(Date.parse(text))) return text;
  oddities.add('timestamp is no date and was left out');
  return null;
}
