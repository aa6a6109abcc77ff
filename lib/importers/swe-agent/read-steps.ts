import type { Step } from '@/lib/core/vocabulary';
import { asList, asName, asObject, asText, inWords, type JsonObject } from '../json-values';
import { contentText } from '../steps/content-text';
import { emptyStep } from '../steps/empty-step';

/**
 * The steps of a SWE-agent run: what was said to the agent before it began (system prompt, demonstrations, task) from
 * its history, then its turns from the trajectory, which also holds those that the history dropped.
 */
export function readSteps(root: JsonObject): Step[] {
  const history = objects(root.history);
  const turns = objects(root.trajectory);
  if (turns.length === 0) return history.map((message) => ofHistory(message));
  const begins = history.findIndex((message) => message.role === 'assistant' && !isDemonstration(message));
  const before = begins < 0 ? history : history.slice(0, begins);
  return [...before.map((message) => ofHistory(message)), ...turns.map(ofTurn)];
}

const objects = (value: unknown): JsonObject[] =>
  (asList(value) ?? []).map(asObject).filter((item) => item !== null);

const isDemonstration = (message: JsonObject): boolean =>
  message.is_demo === true || message.message_type === 'demonstration';

function ofHistory(message: JsonObject): Step {
  const role = asText(message.role);
  const source = role === 'assistant' ? 'agent' : role === 'system' ? 'system' : 'user';
  const step = emptyStep(source, contentText(message.content));
  const action = asName(message.action);
  return {
    ...step,
    // Demonstrations are other runs: shown, and left out of sums.
    copied: isDemonstration(message),
    toolCalls: source === 'agent' && action ? [{ id: null, name: 'shell', input: action }] : [],
  };
}

function ofTurn(turn: JsonObject): Step {
  const action = asText(turn.action)?.trim() ?? '';
  const thought = asText(turn.thought)?.trim() ?? '';
  const observation = inWords(turn.observation);
  return {
    ...emptyStep('agent', thought || inWords(turn.response)),
    toolCalls: action ? [{ id: null, name: 'shell', input: action }] : [],
    observations: observation ? [{ callId: null, content: observation }] : [],
  };
}
