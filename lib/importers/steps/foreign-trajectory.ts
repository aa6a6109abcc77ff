import type { Step } from '@/lib/core/vocabulary';
import { asList, asObject, asText, inWords, type JsonObject } from '../json-values';
import { readMessages } from '../mini-swe-agent/read-messages';
import { isMessageList } from '../mini-swe-agent/read-run';
import { contentText } from './content-text';
import { emptyStep } from './empty-step';
import { isOpenHandsEvent, readOpenHandsEvents } from './openhands-events';

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
  if (first && (isOpenHandsEvent(first) || ('source' in first && 'message' in first))) {
    return { format: 'an OpenHands event list', steps: readOpenHandsEvents(items) };
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
