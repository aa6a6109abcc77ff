import { withoutKeys } from '@/lib/core/memories/without-keys';
import { type Asked, addAsked, askedNothing } from '@/lib/core/retrieval/asked';
import type { PromptMemory } from '@/lib/core/retrieval/prompt-block';
import { type RetrievalSetting, reranks, rewrites } from '@/lib/core/retrieval/setting';
import { type AskOptions, askLlm } from '../ask';
import { prompts } from '../prompts';
import { promptMessages } from '../prompts/prompt';
import { type Asking, askedOnce } from './asking';

/** What a search found for one task. */
export interface Findings<Hit> {
  /** What the task says. */
  task: string;
  /** Best first; for reranking, as many as the model chooses from. */
  hits: readonly Hit[];
  memoryOf: (hit: Hit) => PromptMemory;
}

export interface Refined<Hit> {
  hits: (Hit & { rewritten?: string })[];
  asked: Asked;
}

/**
 * Lets a language model rank what was found anew, or rewrite it for the task, as a setting says.
 *
 * @returns at most topN memories, best first
 * @throws LlmError when the model gives no usable answer
 */
export async function refine<Hit extends object>(
  setting: Pick<RetrievalSetting, 'refinement' | 'topN'>,
  findings: Findings<Hit>,
  asking: Asking,
  options: AskOptions,
): Promise<Refined<Hit>> {
  let { hits } = findings;
  let asked = askedNothing;
  // With nothing to choose from, nobody need be asked.
  if (reranks(setting) && hits.length > 1) {
    const ranked = await rerank(findings, asking, options);
    hits = ranked.order.map((place) => findings.hits[place]!);
    asked = addAsked(asked, ranked.asked);
  }
  const kept: Refined<Hit>['hits'] = hits.slice(0, setting.topN);
  if (!rewrites(setting)) return { hits: kept, asked };
  const rewritten: Refined<Hit>['hits'] = [];
  // One by one: how many questions are under way is for the caller to say.
  for (const hit of kept) {
    const one = await rewrite(findings.task, findings.memoryOf(hit), asking, options);
    rewritten.push({ ...hit, rewritten: one.text });
    asked = addAsked(asked, one.asked);
  }
  return { hits: rewritten, asked };
}

async function rerank<Hit>(
  { task, hits, memoryOf }: Findings<Hit>,
  { model, seed }: Asking,
  options: AskOptions,
): Promise<{ order: number[]; asked: Asked }> {
  const prompt = prompts.rerank;
  const input = { task: withoutKeys(task), memories: hits.map((hit) => withoutKeysIn(memoryOf(hit))) };
  const schema = prompt.schema.refine(({ ranking }) => ranking.every((number) => number <= hits.length), {
    path: ['ranking'],
    message: `There are only ${hits.length} memories.`,
  });
  const messages = promptMessages(prompt, input);
  const answer = await askLlm({ prompt, model, seed, messages, schema, maxOutputTokens: 1_024 }, options);
  const named = answer.value.ranking.map((number) => number - 1);
  // Those that the model does not name follow in the order of the search.
  return { order: [...new Set([...named, ...hits.keys()])], asked: askedOnce(answer) };
}

async function rewrite(
  task: string,
  memory: PromptMemory,
  { model, seed }: Asking,
  options: AskOptions,
): Promise<{ text: string; asked: Asked }> {
  const prompt = prompts.rewrite;
  const messages = promptMessages(prompt, { task: withoutKeys(task), memory: withoutKeysIn(memory) });
  const answer = await askLlm(
    { prompt, model, seed, messages, schema: prompt.schema, maxOutputTokens: 1_024 },
    options,
  );
  return { text: answer.value.memory, asked: askedOnce(answer) };
}

const withoutKeysIn = (memory: PromptMemory): PromptMemory => ({
  ...memory,
  title: withoutKeys(memory.title),
  description: withoutKeys(memory.description),
  content: withoutKeys(memory.content),
});
