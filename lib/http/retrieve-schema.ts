import { z } from 'zod';
import { llmUse } from '@/lib/core/llm-use';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import { memoryTypes } from '@/lib/core/vocabulary';

/** What an agent asks: the text of its task, and from what and how it wants memories. */
export const retrieveRequest = z.strictObject({
  study: z.string().min(1).max(200).describe('name or id of the study'),
  pool: z
    .string()
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe('name or id of a pool; null for all pools'),
  task: z.string().min(1).max(100_000).describe('text of the task, which is what memories are retrieved for'),
  benchmark: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .describe('benchmark of the task: what `cross-domain` leaves out and `in-domain` keeps'),
  taskId: z
    .string()
    .max(500)
    .nullable()
    .default(null)
    .describe("the task's name in its benchmark: memories made on it are marked, and never given in-domain"),
  setting: settingSchema.prefault({}).describe('the retrieval setting; what is left out is standard'),
  model: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .describe('embedding model; null picks the one the memories have'),
  llm: llmUse
    .nullable()
    .default(null)
    .describe('the language model of a setting that plans, sums up, reranks or rewrites'),
});

const evidence = z.object({ kind: z.string(), score: z.number(), detail: z.string() });

export const retrieveAnswer = z.object({
  query: z.string(),
  setting: settingSchema,
  scoreMeaning: z.string().describe('what a score is and which way it points'),
  model: z.string().nullable(),
  candidates: z.int().describe('memories that could be chosen from'),
  durationMs: z.number().describe('of the search; an answer is kept until something in the database changes'),
  hits: z.array(
    z.object({
      rank: z.int(),
      score: z.number(),
      leakage: z.boolean().describe('made on this very task'),
      evidence: z.array(evidence).describe('why it may give the answer away'),
      memoryId: z.string(),
      title: z.string(),
      type: z.string(),
      description: z.string(),
      content: z.string(),
      sourceBenchmark: z.string().nullable(),
      sourceTask: z.string().nullable(),
      success: z.boolean().nullable(),
      rewritten: z.string().nullable().describe('the memory as it was rewritten for the task'),
    }),
  ),
  promptBlock: z.string().describe("the memories in the wording of their type, ready for the agent's prompt"),
  asked: z
    .object({
      questions: z.int(),
      fromCache: z.int().describe('answered from what was kept'),
      inputTokens: z.int().nullable(),
      outputTokens: z.int().nullable(),
      costUsd: z.number().nullable(),
    })
    .nullable()
    .describe('what was asked of a language model; null where none was'),
});

/** What memories can be retrieved from. */
export const retrieveSources = z.object({
  studies: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      memoryCount: z.int(),
      pools: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          memoryCount: z.int(),
          types: z.array(z.enum(memoryTypes)),
        }),
      ),
      benchmarks: z.array(z.string()).describe('of its tasks and of its memories'),
    }),
  ),
});
