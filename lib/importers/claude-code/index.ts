import type { Step } from '@/lib/core/vocabulary';
import { chatTrial, type SessionEnd } from '../chat-sessions/chat-trial';
import { defineImporter, type ImportedRecord, type SourceFile } from '../importer';
import { asAmount, asList, asName, asObject, asText, type JsonObject, sumKnown } from '../json-values';
import { jsonRecords } from '../source/json-records';
import { contentText } from '../steps/content-text';
import { emptyStep } from '../steps/empty-step';
import { toolInput } from '../steps/tool-input';
import { sessionAround, sessionIdOf, subagentFilesOf, turnsIn } from './subagent-files';

/**
 * A session of Claude Code, as it keeps it (`~/.claude/projects/<project>/<session>.jsonl`) or prints it: a trial that
 * nobody verified.
 */
export const claudeCode = defineImporter({
  id: 'claude-code',
  label: 'Claude Code session',

  recognises: (file) => file.kind === 'jsonl' && turnsIn(file).length > 0,

  async *read(file, { tree }) {
    const around = sessionAround(file, tree);
    if (around) {
      yield { kind: 'part-of', path: around, role: 'sub-agent of the session' };
      return;
    }
    const session = new Session();
    yield* readLines(file, session, '');
    for (const path of await subagentFilesOf(file.path, tree)) {
      yield { kind: 'claims', path, role: 'sub-agent of the session' };
      yield* readLines(await tree.open(path), session, `${path}, `);
    }
    yield chatTrial({ agent: 'Claude Code', source: 'claude-code', file, ...session.finish() });
  },
});

async function* readLines(file: SourceFile, session: Session, where: string): AsyncGenerator<ImportedRecord> {
  for await (const record of jsonRecords(file)) {
    if (record.problem === undefined) session.add(asObject(record.value) ?? {});
    else yield { kind: 'rejection', where: `${where}${record.where}`, reason: record.problem };
  }
}

class Session {
  readonly #steps: Step[] = [];
  readonly #subagents = new Map<string, Step[]>();
  /** A message is written block by block, each time with the usage of the whole. */
  readonly #counted = new Set<string>();
  #id: string | null = null;
  #model: string | null = null;
  #version: string | null = null;
  #end: JsonObject | null = null;

  add(line: JsonObject): void {
    this.#id ??= sessionIdOf(line);
    this.#version ??= asName(line.version) ?? asName(line.claude_code_version);
    if (line.type === 'result') this.#end = line;
    const message = asObject(line.message);
    if (!message || (line.type !== 'user' && line.type !== 'assistant')) return;
    const ofSubagent = line.isSidechain === true || asName(line.parent_tool_use_id) !== null;
    const steps = ofSubagent ? this.#subagent(line) : this.#steps;
    if (line.type === 'assistant') this.#addAnswer(message, line, steps);
    else this.#addInput(message, line, steps);
  }

  #subagent(line: JsonObject): Step[] {
    const label = asName(line.agentId) ?? asName(line.parent_tool_use_id) ?? 'sub-agent';
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
    const facts = { model: this.#model, version: this.#version, end: endOf(this.#end) };
    const [first, ...others] = subagents;
    if (this.#steps.length > 0 || !first) return { ...facts, id: this.#id, steps: this.#steps, subagents };
    // A sub-agent without its session carries that one's id and must not be taken for it.
    return { ...facts, id: this.#id && `${this.#id}/${first.label}`, steps: first.steps, subagents: others };
  }
}

/** Only what is printed ends with an account of itself. Some of its failures call themselves a success with an error. */
function endOf(line: JsonObject | null): SessionEnd | null {
  if (!line) return null;
  const subtype = asName(line.subtype) ?? 'error';
  const failed = line.is_error === true || subtype !== 'success';
  return {
    exception: failed
      ? { type: subtype === 'success' ? 'error' : subtype, message: asName(line.result) ?? '' }
      : null,
    costUsd: asAmount(line.total_cost_usd),
    durationMs: asAmount(line.duration_ms),
  };
}
