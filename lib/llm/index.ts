/**
 * Language models: one question, one answer that fits a schema.
 *
 *   const { value, usage, fromCache } = await askLlm(
 *     {
 *       prompt: { id: 'rewrite-query', version: 1 },
 *       model: 'gpt-4.1-mini',
 *       messages: [{ role: 'system', content: text }, { role: 'user', content: task }],
 *       schema: z.object({ query: z.string().min(1) }),
 *       seed: 7,
 *     },
 *     { signal, budget: new Budget({ usd: 2 }), cache: databaseAnswerCache(db) },
 *   );
 *
 * The service is the one that OPENAI_BASE_URL and OPENAI_API_KEY name: OpenAI, Azure, vLLM, Ollama, LM Studio and the
 * like. `signal` ends it, one `budget` is shared by all questions of a piece of work, and the `cache`
 * (`lib/mutations/answer-cache.ts`) makes the work replayable: with `replayOnly` nobody is asked. Failures are
 * `LlmError`s with a `reason`; at those for which `isLasting` holds, work over many questions should stop. Costs are
 * null where no price is known (`price` gives one). A question that is too long is cut, and `leftOutChars` says so.
 *
 * Prompts of the project lie in `./prompts`, one text a file with an id and a version.
 */
export type { AnswerCache, CachedAnswer, CacheEntry } from './answer-cache';
export { type AskOptions, askLlm, type LlmAnswer, type LlmQuestion } from './ask';
export { Budget } from './budget';
export { type LlmMessage, requireService } from './completion';
export { isLasting, isLlmError, LlmError, type LlmFailure } from './llm-error';
export { Patience } from './patience';
export { listPrice, type Price, pricedModels } from './prices';
export { addUsage, noUsage, type Usage } from './usage';
