import type { Step } from '@/lib/core/vocabulary';
import { chatTrial } from '../chat-sessions/chat-trial';
import { defineImporter } from '../importer';
import { asAmount, asList, asName, asObject, asText, type JsonObject } from '../json-values';
import { headRecords, jsonRecords } from '../source/json-records';
import { contentText } from '../steps/content-text';
import { emptyStep } from '../steps/empty-step';
import { toolInput } from '../steps/tool-input';

const kinds = new Set(['session_meta', 'response_item', 'event_msg', 'turn_context', 'compacted']);

const isEnvelope = (line: JsonObject): boolean =>
  kinds.has(asText(line.type) ?? '') && asObject(line.payload) !== null;

/** The first versions wrote the session's facts bare, and items of the Responses API below them. */
const isBareHead = (line: JsonObject): boolean =>
  typeof line.id === 'string' && typeof line.timestamp === 'string' && 'instructions' in line;

/** A rollout of Codex (`~/.codex/sessions/<date>/rollout-*.jsonl`), as a trial that nobody verified. */
export const codex = defineImporter({
  id: 'codex',
  label: 'Codex session',

  recognises(file) {
    const first = asObject(headRecords(file, 1)[0]);
    return first !== null && (isEnvelope(first) || isBareHead(first));
  },

  async *read(file) {
    const rollout = new Rollout();
    for await (const record of jsonRecords(file)) {
      if (record.problem !== undefined) {
        yield { kind: 'rejection', where: record.where, reason: record.problem };
        continue;
      }
      const line = asObject(record.value) ?? {};
      const payload = asObject(line.payload);
      if (payload && isEnvelope(line)) rollout.add(asText(line.type)!, payload, asName(line.timestamp));
      else if (isBareHead(line)) rollout.add('session_meta', line, asName(line.timestamp));
      else rollout.add('response_item', line, asName(line.timestamp));
    }
    yield chatTrial({ agent: 'Codex', source: 'codex', file, ...rollout.finish() });
  },
});

class Rollout {
  readonly #steps: Step[] = [];
  #id: string | null = null;
  #model: string | null = null;
  #version: string | null = null;

  add(type: string, payload: JsonObject, timestamp: string | null): void {
    if (type === 'session_meta') {
      this.#id ??= asName(payload.id);
      this.#version ??= asName(payload.cli_version);
      this.#model ??= asName(payload.model);
    } else if (type === 'turn_context') this.#model ??= asName(payload.model);
    else if (type === 'response_item') this.#addItem(payload, timestamp);
    else if (type === 'event_msg' && payload.type === 'token_count') this.#addUsage(payload);
  }

  #addItem(item: JsonObject, timestamp: string | null): void {
    const type = asText(item.type);
    if (type === 'message') {
      const role = asText(item.role);
      const text = contentText(item.content);
      // What the program tells the model of its surroundings comes in the user's name.
      const told =
        /^\s*(?:<(?:environment_context|user_instructions|permissions)\b|# AGENTS\.md instructions\b)/.test(
          text,
        );
      const source = role === 'assistant' ? 'agent' : role === 'user' && !told ? 'user' : 'system';
      this.#steps.push({
        ...emptyStep(source, text),
        model: source === 'agent' ? this.#model : null,
        timestamp,
      });
    } else if (type === 'reasoning') {
      const text = contentText(item.summary) || contentText(item.content);
      if (text) this.#steps.push({ ...emptyStep('agent', ''), reasoning: text, timestamp });
    } else if (type === 'function_call' || type === 'custom_tool_call' || type === 'local_shell_call') {
      const call = {
        id: asName(item.call_id),
        name: asName(item.name) ?? type.replace(/_call$/, ''),
        input: toolInput(item.arguments ?? item.input ?? item.action),
      };
      this.#steps.push({ ...emptyStep('agent', ''), toolCalls: [call], model: this.#model, timestamp });
    } else if (type?.endsWith('_output')) {
      const callId = asName(item.call_id);
      const asked = this.#steps.findLast((step) => step.toolCalls.some((call) => call.id === callId));
      const observation = { callId, content: outputText(item.output) };
      if (asked) asked.observations.push(observation);
      else this.#steps.push({ ...emptyStep('agent', ''), observations: [observation], timestamp });
    }
  }

  /** Usage comes after the turn that it is of. */
  #addUsage(payload: JsonObject): void {
    const usage = asObject(asObject(payload.info)?.last_token_usage);
    const last = this.#steps.findLast((step) => step.source === 'agent');
    if (!usage || !last || last.promptTokens !== null) return;
    last.promptTokens = asAmount(usage.input_tokens);
    last.completionTokens = asAmount(usage.output_tokens);
    last.cachedTokens = asAmount(usage.cached_input_tokens);
  }

  finish() {
    return { id: this.#id, model: this.#model, version: this.#version, steps: this.#steps };
  }
}

/** Outputs are text, JSON in text with the output inside, or content parts. */
function outputText(output: unknown): string {
  const text = asText(output);
  if (text?.startsWith('{"output":')) {
    try {
      const inner = asText(asObject(JSON.parse(text))?.output);
      if (inner !== null) return inner;
    } catch {
      // Text that only looks like it is shown as it is.
    }
  }
  const wrapped = asObject(output);
  return contentText(wrapped && 'content' in wrapped ? wrapped.content : (asList(output) ?? output));
}
