import { withoutKeys } from '@/lib/core/memories/without-keys';
import type { Asked } from '@/lib/core/retrieval/asked';
import type { QueryKind } from '@/lib/core/retrieval/setting';
import { type AskOptions, askLlm } from '../ask';
import { prompts } from '../prompts';
import { promptMessages } from '../prompts/prompt';
import { type Asking, askedOnce } from './asking';

/**
 * What is searched for in place of a task: its plan or its summary, as a language model writes it.
 *
 * @throws LlmError when the model gives no usable answer
 */
export async function writeQuery(
  kind: Exclude<QueryKind, 'task'>,
  taskText: string,
  { model, seed }: Asking,
  options: AskOptions,
): Promise<{ text: string; asked: Asked }> {
  const input = { task: withoutKeys(taskText) };
  const question = { model, seed, maxOutputTokens: 1_024 };
  if (kind === 'plan') {
    const prompt = prompts['retrieval-plan'];
    const messages = promptMessages(prompt, input);
    const answer = await askLlm({ ...question, prompt, messages, schema: prompt.schema }, options);
    return { text: answer.value.plan, asked: askedOnce(answer) };
  }
  const prompt = prompts['retrieval-summary'];
  const messages = promptMessages(prompt, input);
  const answer = await askLlm({ ...question, prompt, messages, schema: prompt.schema }, options);
  return { text: answer.value.summary, asked: askedOnce(answer) };
}
