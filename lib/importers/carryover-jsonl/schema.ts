import { z } from 'zod';
import { memoryTypes } from '@/lib/core/vocabulary';

const name = z.string().min(1);
const count = z.number().int().nonnegative().nullish();
const amount = z.number().nonnegative().nullish();
const note = z.string().nullish();

const exception = z
  .union([name, z.object({ type: name, message: z.string().default('') })])
  .nullish()
  .describe('What broke the trial, if anything did: a name, or a name and a message.');

const answer = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .describe('The gold answer: its patch and its tests, each by itself; memories that hold it are found.');

const hit = z.object({
  memory: note.describe('The id of the memory in its pool.'),
  score: z.number().nullish(),
  text: z.string().default('').describe('The memory as it stood in the prompt.'),
});

const retrieval = z.object({
  query: note,
  method: note.describe('How the memories were chosen, e.g. cosine or bm25.'),
  hits: z.array(hit).describe('Best first: the rank is the position.'),
});

const step = z.object({
  source: z.enum(['system', 'user', 'agent']),
  message: z.string().default(''),
  reasoning: note,
  model: note,
  toolCalls: z.array(z.object({ id: note, name, input: z.string().default('') })).default([]),
  observations: z.array(z.object({ callId: note, content: z.string() })).default([]),
  timestamp: note,
  promptTokens: count,
  completionTokens: count,
  cachedTokens: count,
  costUsd: amount,
});

const trialLine = z
  .object({
    type: z.literal('trial'),
    id: name
      .optional()
      .describe('Unique among your trials. Without it the trial is known by its place and order.'),
    benchmark: name,
    task: name,
    taskText: note.describe('What the agent was asked.'),
    answer,
    condition: name.describe('The setting under which it ran, as you name it.'),
    attempt: z.number().int().positive().nullish(),
    reward: z.number().nullable().describe('What the verifier said; null when there was no verdict.'),
    rewards: z.record(z.string(), z.number()).nullish(),
    exception,
    finished: z.boolean().nullish(),
    agent: note,
    model: note,
    settings: z
      .record(z.string(), z.unknown())
      .nullish()
      .describe('memoryType, scope, method, topN, pool and whatever else varied.'),
    inputTokens: count,
    outputTokens: count,
    cachedTokens: count,
    costUsd: amount,
    startedAt: note,
    durationMs: amount,
    steps: z.array(step).nullish().describe('The trajectory; long ones may follow as step lines instead.'),
    retrieval: retrieval.nullish().describe('The memories that were in the prompt.'),
    details: z.record(z.string(), z.unknown()).nullish(),
  })
  .describe('One attempt at one task under one condition.');

const stepLine = step
  .extend({
    type: z.literal('step'),
    trial: note.describe('The id of the trial; step lines follow their trial directly.'),
  })
  .describe('One more step of the trial above.');

const memoryLine = z
  .object({
    type: z.literal('memory'),
    pool: name,
    id: name.optional().describe('Unique in its pool. Without it the memory is known by its content.'),
    memoryType: z.enum(memoryTypes).describe('From concrete to abstract.'),
    title: z.string().default(''),
    description: z.string().default('').describe('When to use it, or what it is about.'),
    content: name,
    keyText: note.describe('The text whose embedding finds it; else its title, description or content.'),
    sourceBenchmark: note,
    sourceTask: note,
    sourceTaskText: note,
    sourceModel: note,
    success: z.boolean().nullish().describe('Whether the trial it came from was judged a success.'),
    utility: z.number().nullish(),
    madeAt: note.describe('When it was made: ISO 8601 with a zone, since others are compared with nothing.'),
    embeddings: z
      .array(z.object({ model: name, vector: z.array(z.number().nullable()) }))
      .default([])
      .describe('Vectors that you already have, with the name of the model that made them.'),
    details: z.record(z.string(), z.unknown()).nullish(),
  })
  .describe('One entry of a pool.');

const retrievalLine = retrieval
  .extend({
    type: z.literal('retrieval'),
    benchmark: name,
    task: name,
    trial: note.describe('The id of the trial that used it.'),
    condition: note,
  })
  .describe('The memories that were chosen for one task, when they are not part of a trial line.');

const taskLine = z
  .object({ type: z.literal('task'), benchmark: name, task: name, text: note, answer })
  .describe('What a task asks, for tasks without a trial or whose trials do not hold it.');

const judgementLine = z
  .object({
    type: z.literal('judgement'),
    id: name.optional().describe('Unique among the verdicts of its judge. Without it the trial names it.'),
    judge: name.describe('Who judged: a model, or a person.'),
    benchmark: name,
    task: note,
    trial: note.describe('The id of the trial that was judged.'),
    verdict: z.boolean().describe('Whether the judge takes the trial for a success.'),
    truth: z.boolean().nullish().describe('What the verifier said, where the trial itself does not tell.'),
    response: note.describe("The judge's own words."),
  })
  .describe("A judge's verdict on one trial, beside what its verifier said.");

/** One line of Carryover's own format. Keys that are not listed are ignored. */
export const carryoverLine = z.discriminatedUnion('type', [
  trialLine,
  stepLine,
  memoryLine,
  retrievalLine,
  taskLine,
  judgementLine,
]);

export type TrialLine = z.infer<typeof trialLine>;
export type StepLine = z.infer<typeof step>;
export type MemoryLine = z.infer<typeof memoryLine>;
export type RetrievalLine = z.infer<typeof retrieval>;
export type TaskLine = z.infer<typeof taskLine>;
export type JudgementLine = z.infer<typeof judgementLine>;
export type CarryoverLine = z.infer<typeof carryoverLine>;

/** The same as JSON Schema, for other languages; docs/carryover-jsonl.schema.json is this, written out. */
export const carryoverJsonSchema = () => z.toJSONSchema(carryoverLine, { io: 'input' });
