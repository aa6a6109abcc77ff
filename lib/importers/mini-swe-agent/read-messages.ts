import type { Observation, Step, ToolCall } from '@/lib/core/vocabulary';
import { asAmount, asList, asName, asObject, asText, inWords, type JsonObject } from '../json-values';
import { contentText } from '../steps/content-text';
import { emptyStep } from '../steps/empty-step';
import { toolInput } from '../steps/tool-input';

/**
 * The messages of a mini-swe-agent run as steps: outputs are attached to the step whose commands they answer.
 * Knows the bare lists of the first versions, v1 (one fenced command, output as the next user message), v2 (tool
 * calls, `tool` and `exit` messages, rejected turns) and items of the OpenAI Responses API, which have no role.
 */
export function readMessages(messages: readonly unknown[]): Step[] {
  const steps: Step[] = [];
  let lastOfAgent: Step | null = null;
  for (const item of messages) {
    const message = asObject(item);
    if (!message) continue;
    const observation = readObservation(message, steps.at(-1));
    if (observation && lastOfAgent) {
      lastOfAgent.observations.push(observation);
      continue;
    }
    const step = readStep(message);
    if (step.source === 'agent') lastOfAgent = step;
    steps.push(step);
  }
  return steps;
}

function readStep(message: JsonObject): Step {
  if (message.object === 'response' || (asList(message.output) && !message.role))
    return readResponse(message);
  const role = asText(message.role);
  if (role === 'assistant') return readAssistant(message);
  if (role === 'exit') {
    const status = asName(asObject(message.extra)?.exit_status) ?? 'exit';
    return emptyStep('system', [status, contentText(message.content)].filter(Boolean).join('\n\n'));
  }
  return emptyStep(role === 'user' ? 'user' : 'system', contentText(message.content ?? message.output));
}

function readObservation(message: JsonObject, previous: Step | undefined): Observation | null {
  const extra = asObject(message.extra) ?? {};
  if (message.type === 'function_call_output') {
    return { callId: asName(message.call_id), content: contentText(message.output) };
  }
  if (message.role === 'tool') {
    return { callId: asName(message.tool_call_id), content: contentText(message.content) };
  }
  if (message.role !== 'user' || 'interrupt_type' in extra || previous?.source !== 'agent') return null;
  const only = previous.toolCalls.length === 1 ? previous.toolCalls[0]!.id : null;
  return { callId: only, content: contentText(message.content) };
}

function readAssistant(message: JsonObject): Step {
  const text = contentText(message.content);
  const extra = asObject(message.extra) ?? {};
  return {
    ...emptyStep('agent', text),
    reasoning: asName(message.reasoning_content),
    toolCalls: readCalls(message, extra, text),
    ...readUsage(extra),
  };
}

/** The commands that were run, in the order of preference that the formats allow. */
function readCalls(message: JsonObject, extra: JsonObject, text: string): ToolCall[] {
  const actions = (asList(extra.actions) ?? []).map(asObject).filter((action) => action !== null);
  if (actions.length > 0) {
    return actions.map((action) => ({
      id: asName(action.tool_call_id),
      name: 'bash',
      input: inWords(action.command ?? action),
    }));
  }
  const calls = (asList(message.tool_calls) ?? []).map(asObject).filter((call) => call !== null);
  if (calls.length > 0) {
    return calls.map((call) => {
      const asked = asObject(call.function) ?? {};
      return {
        id: asName(call.id),
        name: asName(asked.name) ?? 'unnamed tool',
        input: toolInput(asked.arguments),
      };
    });
  }
  const commands = fencedCommands(text);
  // More than one block is a format error: the agent ran none of them.
  return commands.length === 1 ? [{ id: null, name: 'bash', input: commands[0]! }] : [];
}

/** The commands in fenced blocks; two are enough to know that there are several. */
function fencedCommands(text: string): string[] {
  const commands: string[] = [];
  const opening = /```(?:bash|mswea_bash_command)[^\S\n]*\n/g;
  for (let open = opening.exec(text); open !== null && commands.length < 2; open = opening.exec(text)) {
    const end = text.indexOf('\n```', opening.lastIndex);
    if (end === -1) break;
    commands.push(text.slice(opening.lastIndex, end));
    opening.lastIndex = end;
  }
  return commands;
}

function readResponse(message: JsonObject): Step {
  const items = (asList(message.output) ?? []).map(asObject).filter((item) => item !== null);
  const textOf = (item: JsonObject) => contentText(item.content ?? item.summary);
  const of = (type: string) => items.filter((item) => item.type === type);
  const extra = asObject(message.extra) ?? {};
  return {
    ...emptyStep('agent', of('message').map(textOf).join('\n\n')),
    reasoning: of('reasoning').map(textOf).filter(Boolean).join('\n\n') || null,
    toolCalls: of('function_call').map((call) => ({
      id: asName(call.call_id),
      name: asName(call.name) ?? 'unnamed tool',
      input: toolInput(call.arguments),
    })),
    ...readUsage({ response: message, ...extra }),
  };
}

/** Tokens, cost and time of one model call; everything else of the raw response is left behind. */
function readUsage(extra: JsonObject): Partial<Step> {
  const response = asObject(extra.response) ?? {};
  const usage = asObject(response.usage) ?? {};
  const details = asObject(usage.prompt_tokens_details) ?? asObject(usage.input_tokens_details) ?? {};
  const seconds = asAmount(extra.timestamp);
  return {
    model: asName(response.model),
    promptTokens: asAmount(usage.prompt_tokens) ?? asAmount(usage.input_tokens),
    completionTokens: asAmount(usage.completion_tokens) ?? asAmount(usage.output_tokens),
    cachedTokens: asAmount(details.cached_tokens),
    costUsd: asAmount(extra.cost),
    timestamp: seconds !== null && Math.abs(seconds) < 1e11 ? new Date(seconds * 1000).toISOString() : null,
  };
}
