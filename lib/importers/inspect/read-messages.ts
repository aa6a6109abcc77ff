import type { Step } from '@/lib/core/vocabulary';
import { asList, asName, asObject, asText, type JsonObject } from '../json-values';
import { contentText } from '../steps/content-text';
import { emptyStep } from '../steps/empty-step';
import { toolInput } from '../steps/tool-input';

/** Long strings stand in `attachments` once, and as `attachment://<hash>` wherever they are used. */
const withAttachments = (text: string, attachments: JsonObject): string =>
  text.replace(/attachment:\/\/([0-9a-f]{32})/g, (whole, hash: string) => asText(attachments[hash]) ?? whole);

/** The messages of a sample as steps, tool results with the calls they answer. */
export function readMessages(sample: JsonObject): Step[] {
  const attachments = asObject(sample.attachments) ?? asObject(asObject(sample.transcript)?.content) ?? {};
  const textOf = (content: unknown) => withAttachments(contentText(content), attachments);
  const steps: Step[] = [];
  for (const item of asList(sample.messages) ?? []) {
    const message = asObject(item);
    if (!message) continue;
    const role = asText(message.role);
    if (role === 'tool') {
      const callId = asName(message.tool_call_id);
      const asked = steps.findLast((step) => step.toolCalls.some((call) => call.id === callId));
      const failure = asName(asObject(message.error)?.message);
      const content = [textOf(message.content), failure].filter(Boolean).join('\n');
      if (asked) asked.observations.push({ callId, content });
      else steps.push({ ...emptyStep('agent', ''), observations: [{ callId, content }] });
      continue;
    }
    const source = role === 'assistant' ? 'agent' : role === 'user' ? 'user' : 'system';
    steps.push({
      ...emptyStep(source, textOf(withoutReasoning(message.content))),
      reasoning: reasoningIn(message.content),
      model: source === 'agent' ? asName(message.model) : null,
      toolCalls: (asList(message.tool_calls) ?? [])
        .map(asObject)
        .filter((call) => call !== null)
        .map((call) => ({
          id: asName(call.id),
          name: asName(call.function) ?? 'unnamed tool',
          input: withAttachments(toolInput(call.arguments), attachments),
        })),
    });
  }
  return steps;
}

const isReasoning = (part: unknown) => asObject(part)?.type === 'reasoning';

const withoutReasoning = (content: unknown): unknown =>
  asList(content)?.filter((part) => !isReasoning(part)) ?? content;

function reasoningIn(content: unknown): string | null {
  const parts = (asList(content) ?? [])
    .filter(isReasoning)
    .map((part) => asText(asObject(part)?.reasoning) ?? '');
  return parts.join('\n').trim() || null;
}
