import type { Step } from '@/lib/core/vocabulary';
import { asAmount, asList, asName, asObject, asText, inWords, type JsonObject } from '../json-values';
import { contentText } from './content-text';
import { emptyStep } from './empty-step';
import { toolInput } from './tool-input';

/** Events of OpenHands name what they are (`kind`) from version 1 on, and before that what was done or seen. */
export const isOpenHandsEvent = (fields: JsonObject): boolean =>
  'source' in fields &&
  ('action' in fields || 'observation' in fields || /Event$/.test(asText(fields.kind) ?? '')) &&
  !('step_id' in fields);

/** The events of an OpenHands conversation as steps, whichever of its versions wrote them. */
export function readOpenHandsEvents(events: readonly JsonObject[]): Step[] {
  return events.some((event) => typeof event.kind === 'string') ? ofSdk(events) : ofServer(events);
}

/** Before version 1: an event is an action, or the observation that answers an earlier one. */
function ofServer(events: readonly JsonObject[]): Step[] {
  const steps: Step[] = [];
  const readUsage = usageReader();
  let lastOfAgent: Step | null = null;
  for (const event of events) {
    const observed = asName(event.observation);
    if (observed && lastOfAgent) {
      lastOfAgent.observations.push({ callId: null, content: inWords(event.content ?? event.message) });
      continue;
    }
    const action = asName(event.action);
    const source = event.source === 'user' ? 'user' : action === 'system' ? 'system' : 'agent';
    const step = emptyStep(source, inWords(event.message));
    const args = asObject(event.args);
    if (action && !['system', 'message'].includes(action)) {
      step.toolCalls.push({ id: null, name: action, input: asText(args?.command) ?? inWords(args) });
      step.reasoning = asName(args?.thought);
    }
    step.timestamp = asName(event.timestamp);
    if (source === 'agent') {
      lastOfAgent = step;
      Object.assign(step, readUsage(event));
    }
    steps.push(step);
  }
  return steps;
}

/** Several events may come of one answer of the model, which is counted once; cost is logged as a running total. */
function usageReader(): (event: JsonObject) => Partial<Step> {
  const counted = new Set<string>();
  let spent = 0;
  return (event) => {
    const response = asObject(asObject(event.tool_call_metadata)?.model_response);
    const total = asAmount(asObject(event.llm_metrics)?.accumulated_cost);
    const costUsd = total === null ? null : Math.max(0, total - spent);
    spent = Math.max(spent, total ?? 0);
    const id = asName(response?.id);
    const usage = id !== null && counted.has(id) ? null : asObject(response?.usage);
    if (id !== null) counted.add(id);
    return {
      model: asName(response?.model),
      promptTokens: asAmount(usage?.prompt_tokens),
      completionTokens: asAmount(usage?.completion_tokens),
      cachedTokens: asAmount(asObject(usage?.prompt_tokens_details)?.cached_tokens),
      costUsd,
    };
  };
}

/** From version 1 on: messages, actions with the call that they came of, and what answers that call. */
function ofSdk(events: readonly JsonObject[]): Step[] {
  const steps: Step[] = [];
  for (const event of events) {
    const step = sdkStep(event);
    if (step) steps.push({ ...step, timestamp: asName(event.timestamp) });
    else answer(event, steps);
  }
  return steps;
}

function sdkStep(event: JsonObject): Step | null {
  if (event.kind === 'SystemPromptEvent') return emptyStep('system', contentText([event.system_prompt]));
  if (event.kind === 'MessageEvent') {
    const message = asObject(event.llm_message);
    const source = event.source === 'agent' ? 'agent' : event.source === 'user' ? 'user' : 'system';
    return emptyStep(source, contentText(message?.content ?? ''));
  }
  if (event.kind !== 'ActionEvent') return null;
  const { kind: _kind, ...action } = asObject(event.action) ?? {};
  const called = asObject(event.tool_call);
  const asked = asObject(called?.function) ?? called;
  return {
    ...emptyStep('agent', contentText(event.thought ?? '')),
    reasoning: asName(event.reasoning_content),
    toolCalls: [
      {
        id: asName(event.tool_call_id),
        name: asName(event.tool_name) ?? 'unnamed tool',
        input: toolInput(Object.keys(action).length > 0 ? action : (asked?.arguments ?? {})),
      },
    ],
  };
}

function answer(event: JsonObject, steps: readonly Step[]): void {
  const observation = asObject(event.observation);
  const told = observation
    ? (observation.content ?? observation.output)
    : (event.error ?? event.rejection_reason);
  const callId = asName(event.tool_call_id);
  if (told === undefined || told === null || callId === null) return;
  const asked = steps.findLast((step) => step.toolCalls.some((call) => call.id === callId));
  asked?.observations.push({ callId, content: contentText(asList(told) ?? told) });
}
