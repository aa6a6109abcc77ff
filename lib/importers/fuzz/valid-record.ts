import { z } from 'zod';
import { memoryTypes } from '@/lib/core/vocabulary';
import type { DataRecord } from '../importer';

const name = z.string().min(1);
const amount = z.number().min(0).nullable().optional();
const optionalText = z.string().nullable().optional();

const step = z.strictObject({
  source: z.enum(['system', 'user', 'agent']),
  message: z.string(),
  reasoning: z.string().nullable(),
  model: z.string().nullable(),
  toolCalls: z.array(z.strictObject({ id: z.string().nullable(), name, input: z.string() })),
  observations: z.array(
    z.strictObject({ callId: z.string().nullable(), content: z.string(), subagent: z.string().optional() }),
  ),
  timestamp: z.string().nullable(),
  copied: z.boolean(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  cachedTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
});

const retrieval = z.strictObject({
  query: z.string().nullable(),
  method: z.string().nullable(),
  hits: z.array(
    z.looseObject({
      rank: z.int().min(1),
      score: z.number().nullable(),
      memoryExternalId: z.string().nullable(),
      text: z.string(),
    }),
  ),
});

const trialName = z.strictObject({ source: name, externalId: name }).nullable();

const trial = z.strictObject({
  kind: z.literal('trial'),
  source: name,
  externalId: name,
  benchmark: name,
  task: name,
  taskText: optionalText,
  answer: optionalText,
  attempt: z.int().nullable(),
  condition: z.strictObject({ label: name, basis: name, settings: z.record(z.string(), z.unknown()) }),
  reward: z.number().nullable(),
  rewards: z.record(z.string(), z.number()).nullable().optional(),
  exception: z.strictObject({ type: name, message: z.string() }).nullable(),
  finished: z.boolean().nullable(),
  inputTokens: amount,
  outputTokens: amount,
  cachedTokens: amount,
  costUsd: amount,
  startedAt: optionalText,
  durationMs: amount,
  trajectory: z
    .strictObject({
      format: name,
      steps: z.array(step),
      subagents: z.array(z.strictObject({ label: z.string(), steps: z.array(step) })).optional(),
    })
    .nullable()
    .optional(),
  retrieval: retrieval.nullable().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

const memory = z.strictObject({
  kind: z.literal('memory'),
  pool: name,
  externalId: name,
  type: z.enum(memoryTypes),
  originalType: optionalText,
  title: z.string(),
  description: z.string(),
  content: z.string(),
  keyText: z.string(),
  sourceBenchmark: z.string().nullable(),
  sourceTask: z.string().nullable(),
  sourceTaskText: z.string().nullable(),
  sourceModel: optionalText,
  success: z.boolean().nullable(),
  madeAt: z.iso.datetime().nullable().optional(),
  utility: z.number().nullable().optional(),
  embeddings: z.array(
    z.strictObject({
      model: name,
      vector: z
        .instanceof(Float32Array)
        .refine((vector) => vector.length > 0 && vector.every(Number.isFinite), 'holds no finite numbers'),
    }),
  ),
  details: z.record(z.string(), z.unknown()).optional(),
});

const others = [
  z.strictObject({
    kind: z.literal('retrieval'),
    benchmark: name,
    task: name,
    trial: trialName,
    condition: optionalText,
    retrieval,
  }),
  z.strictObject({
    kind: z.literal('task'),
    benchmark: name,
    task: name,
    text: z.string().nullable(),
    answer: optionalText,
  }),
  z.strictObject({
    kind: z.literal('judgement'),
    judge: name,
    externalId: name,
    benchmark: name,
    task: z.string().nullable(),
    trial: trialName,
    verdict: z.boolean(),
    truth: z.boolean().nullable(),
    response: z.string().nullable(),
  }),
] as const;

const record = z.discriminatedUnion('kind', [trial, memory, ...others]);

/** What is wrong with a record that an importer gave: a field missing, of another type, or no number. Null for nothing. */
export function problemOf(given: DataRecord): string | null {
  const parsed = record.safeParse(given);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  return `${given.kind} ${issue!.path.join('.')}: ${issue!.message}`;
}
