import type { Step } from '@/lib/core/vocabulary';
import { asList, asName, asObject, asText, inWords, type JsonObject } from '../json-values';
import { readMessages } from '../mini-swe-agent/read-messages';
import { isMessageList } from '../mini-swe-agent/read-run';
import { contentText } from './content-text';
import { emptyStep } from './empty-step';

/**
 * Trajectories of agents that write no common format, shown as far as their shape is plain.
 *
 * @returns null when the shape is not one of those seen
 */
export function readForeignTrajectory(value: unknown): { format: string; steps: Step[] } | null {
  if (isMessageList(value)) return { format: 'a list of chat messages', steps: readMessages(asList(value)!) };
  const items = (asList(value) ?? []).map(asObject).filter((item) => item !== null);
  const first = items[0];
  if (first && 'episode' in first && 'response' in first)
    return { format: 'a list of episodes', steps: items.flatMap(episode) };
  if (first && 'source' in first && ('action' in first || 'observation' in first || 'message' in first)) {
    return { format: 'an OpenHands event list', steps: openHands(items) };
  }
  const messages = asList(asObject(value)?.messages)
    ?.map(asObject)
    .filter((item) => item !== null);
  if (messages?.length) return { format: 'a chat session', steps: messages.map(chatTurn) };
  return null;
}

function episode(item: JsonObject): Step[] {
  return [emptyStep('user', inWords(item.prompt)), emptyStep('agent', inWords(item.response))];
}

function chatTurn(item: JsonObject): Step {
  const role = asText(item.role) ?? asText(item.type) ?? '';
  const source = /^(?:user|human)$/.test(role)
    ? 'user'
    : /^(?:assistant|agent|gemini|model)$/.test(role)
      ? 'agent'
      : 'system';
  return emptyStep(source, contentText(item.content ?? item.parts ?? item.text));
}

/** An event is an action or the observation that answers an earlier one. */
function openHands(events: readonly JsonObject[]): Step[] {
  const steps: Step[] = [];
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
    if (action && !['system', 'message'].includes(action)) {
      const args = asObject(event.args);
      step.toolCalls.push({ id: null, name: action, input: asText(args?.command) ?? inWords(args) });
    }
    step.timestamp = asName(event.timestamp);
    if (source === 'agent') lastOfAgent = step;
    steps.push(step);
  }
  return steps;
}
