import type { Step } from '@/lib/core/vocabulary';
import { chatTrial } from '../chat-sessions/chat-trial';
import { defineImporter } from '../importer';
import { asAmount, asList, asName, asObject, asText, type JsonObject, sumKnown } from '../json-values';
import { headRecords, jsonRecords } from '../source/json-records';
import { contentText } from '../steps/content-text';
import { emptyStep } from '../steps/empty-step';
import { toolInput } from '../steps/tool-input';

/** Every line carries the session; turns carry a message as the API has it. */
const isTurn = (value: unknown): boolean => {
  const line = asObject(value);
  return (
    line !== null &&
    typeof line.sessionId === 'string' &&
    (line.type === 'user' || line.type === 'assistant') &&
    asObject(line.message) !== null
  );
};

/** A session of Claude Code (`~/.claude/projects/<project>/<session>.jsonl`), as a trial that nobody verified. */
export const claudeCode = defineImporter({
  id: 'claude-code',
  label: 'Claude Code session',

  recognises: (file) => file.kind === 'jsonl' && headRecords(file, 40).some(isTurn),

  async *read(file) {
    const session = new Session();
    for await (const record of jsonRecords(file)) {
      if (record.problem === undefined) session.add(asObject(record.value) ?? {});
      else yield { kind: 'rejection', where: record.where, reason: record.problem };
    }
    yield chatTrial({ agent: 'Claude Code', source: 'claude-code', file, ...session.finish() });
  },
});

class Session {
  readonly #steps: Step[] = [];
  readonly #subagents = new Map<string, Step[]>();
  /** A message is written block by block, each time with the usage of the whole. */
  readonly #counted = new Set<string>();
  #id: string | null = null;
  #model: string | null = null;
  #version: string | null = null;

  add(line: JsonObject): void {
    this.#id ??= asName(line.sessionId);
    this.#version ??= asName(line.version);
    const message = asObject(line.message);
    if (!message || (line.type !== 'user' && line.type !== 'assistant')) return;
    const steps = line.isSidechain === true ? this.#subagent(line) : this.#steps;
    if (line.type === 'assistant') this.#addAnswer(message, line, steps);
    else this.#addInput(message, line, steps);
  }

  #subagent(line: JsonObject): Step[] {
    const label = asName(line.agentId) ?? 'sub-agent';
    const steps = this.#subagents.get(label) ?? [];
    this.#subagents.set(label, steps);
    return steps;
  }

  #addAnswer(message: JsonObject, line: JsonObject, steps: Step[]): void {
    const blocks = (asList(message.content) ?? [{ type: 'text', text: message.content }])
      .map(asObject)
      .filter((block) => block !== null);
    const of = (type: string) => blocks.filter((block) => block.type === type);
    const model = asName(message.model);
    if (model && model !== '<synthetic>') this.#model ??= model;
    steps.push({
      ...emptyStep(
        'agent',
        of('text')
          .map((block) => asText(block.text) ?? '')
          .join('\n'),
      ),
      reasoning:
        of('thinking')
          .map((block) => asText(block.thinking) ?? '')
          .join('\n') || null,
      model,
      toolCalls: of('tool_use').map((block) => ({
        id: asName(block.id),
        name: asName(block.name) ?? 'unnamed tool',
        input: toolInput(block.input),
      })),
      timestamp: asName(line.timestamp),
      ...this.#usageOf(message),
    });
  }

  #usageOf(message: JsonObject): Partial<Step> {
    const usage = asObject(message.usage);
    const id = asName(message.id);
    if (!usage || (id !== null && this.#counted.has(id))) return {};
    if (id !== null) this.#counted.add(id);
    const cached = asAmount(usage.cache_read_input_tokens);
    return {
      // Read from and written to the cache is input all the same.
      promptTokens: sumKnown([
        asAmount(usage.input_tokens),
        asAmount(usage.cache_creation_input_tokens),
        cached,
      ]),
      completionTokens: asAmount(usage.output_tokens),
      cachedTokens: cached,
    };
  }

  #addInput(message: JsonObject, line: JsonObject, steps: Step[]): void {
    const parts = asList(message.content);
    const rest: unknown[] = [];
    for (const part of parts ?? []) {
      const block = asObject(part);
      if (block?.type !== 'tool_result') {
        rest.push(part);
        continue;
      }
      const callId = asName(block.tool_use_id);
      const asked = steps.findLast((step) => step.toolCalls.some((call) => call.id === callId));
      const observation = { callId, content: contentText(block.content) };
      if (asked) asked.observations.push(observation);
      else steps.push({ ...emptyStep('agent', ''), observations: [observation] });
    }
    const text = parts ? contentText(rest) : contentText(message.content);
    if (text.trim() === '') return;
    const step = emptyStep(line.isMeta === true ? 'system' : 'user', text);
    steps.push({ ...step, timestamp: asName(line.timestamp) });
  }

  finish() {
    const subagents = [...this.#subagents].map(([label, steps]) => ({ label, steps }));
    return {
      id: this.#id,
      model: this.#model,
      version: this.#version,
      steps: this.#steps.length > 0 ? this.#steps : (subagents[0]?.steps ?? []),
      subagents: this.#steps.length > 0 ? subagents : [],
    };
  }
}
