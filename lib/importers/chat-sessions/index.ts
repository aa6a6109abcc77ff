import { defineImporter } from '../importer';
import { asName, asObject, type JsonObject } from '../json-values';
import { firstEntries, isListOf } from '../pools/first-entries';
import { jsonRecords } from '../source/json-records';
import { readForeignTrajectory } from '../steps/foreign-trajectory';
import { isOpenHandsEvent } from '../steps/openhands-events';
import { chatTrial } from './chat-trial';

const isEpisode = (fields: JsonObject) => 'episode' in fields && 'prompt' in fields && 'response' in fields;
const isGeminiSession = (value: unknown) => {
  const root = asObject(value);
  return root !== null && typeof root.sessionId === 'string' && Array.isArray(root.messages);
};

/**
 * Sessions in formats that are plain lists of what was said and done: OpenHands' events, logs by episode, and the
 * Gemini command line's chats. As trials that nobody verified.
 */
export const chatSessions = defineImporter({
  id: 'chat-sessions',
  label: 'Agent session',

  async recognises(file) {
    if (file.kind !== 'json' && file.kind !== 'jsonl') return false;
    const [first] = await firstEntries(file);
    return (
      (file.kind === 'json' && isGeminiSession(first)) ||
      (await isListOf(file, isOpenHandsEvent)) ||
      (await isListOf(file, isEpisode))
    );
  },

  async *read(file) {
    const [first] = await firstEntries(file);
    if (isGeminiSession(first)) {
      const root = asObject(first)!;
      const agent = { agent: 'Gemini CLI', source: 'gemini-cli', model: modelIn(root) };
      yield chatTrial({ ...agent, id: asName(root.sessionId), version: null, file, steps: stepsOf(root) });
      return;
    }
    const items: unknown[] = [];
    for await (const record of jsonRecords(file)) {
      if (record.problem === undefined) items.push(record.value);
      else yield { kind: 'rejection', where: record.where, reason: record.problem };
    }
    const isEvents = await isListOf(file, isOpenHandsEvent);
    const agent = isEvents
      ? { agent: 'OpenHands', source: 'openhands' }
      : { agent: 'agent of episodes', source: 'episodes' };
    const steps = stepsOf(items);
    const model = steps.find((step) => step.model)?.model ?? null;
    yield chatTrial({ ...agent, id: null, model, version: versionIn(items), file, steps });
  },
});

const stepsOf = (value: unknown) => readForeignTrajectory(value)?.steps ?? [];

const modelIn = (root: JsonObject): string | null => {
  const messages = (root.messages as unknown[]).map(asObject);
  return asName(messages.find((message) => asName(message?.model))?.model);
};

/** OpenHands' first event holds the system prompt and the version that wrote it. */
const versionIn = (items: readonly unknown[]): string | null =>
  asName(asObject(asObject(items[0])?.args)?.openhands_version);
