import { z } from 'zod';
import { type ConditionSettings, memoryTypes, scopes } from '@/lib/core/vocabulary';

/** What a rule says of the condition that it names; left out means: as the logs say. */
const conditionSettings = z.object({
  memoryType: z.enum([...memoryTypes, 'none']).optional(),
  scope: z.enum(scopes).optional(),
  method: z.string().min(1).max(80).optional(),
  topN: z.number().int().positive().optional(),
  pool: z.string().min(1).max(200).optional(),
  poolFraction: z.number().positive().max(1).optional(),
  sourceDomains: z.number().int().positive().optional(),
});

/**
 * One rule: trials whose facts hold every value of `where` belong to the condition `name`. Facts are `label`, `agent`,
 * `model`, `dataset`, `benchmark`, `settings` and the names of the path template.
 */
export const conditionRule = z.object({
  where: z.record(z.string().min(1), z.string()),
  name: z.string().trim().min(1).max(200),
  benchmark: z.string().trim().min(1).max(200).optional(),
  settings: conditionSettings.default({}),
  baseline: z.boolean().optional(),
});
export type ConditionRule = z.infer<typeof conditionRule>;

/** Which of the four types a system's own kind of memory is taken for; without `pool` in every pool. */
export const memoryTypeRule = z.object({
  pool: z.string().optional(),
  originalType: z.string(),
  type: z.enum(memoryTypes),
});
export type MemoryTypeRule = z.infer<typeof memoryTypeRule>;

/** How what the logs say becomes conditions, benchmarks, attempts and memory types. The first fitting rule counts. */
export const studyMapping = z.object({
  /** For example `{run}/{benchmark}/{attempt}`; `{condition}`, `{benchmark}` and `{attempt}` mean what they say. */
  template: z.string().trim().min(1).nullable().default(null),
  conditions: z.array(conditionRule).max(10_000).default([]),
  memoryTypes: z.array(memoryTypeRule).max(10_000).default([]),
});
export type StudyMapping = z.infer<typeof studyMapping>;

export const emptyMapping: StudyMapping = { template: null, conditions: [], memoryTypes: [] };

/** What the logs say of a trial, before any mapping. */
export interface FoundTrial {
  label: string;
  basis: string;
  benchmark: string;
  settings: ConditionSettings;
  attempt: number | null;
  /** The file it came from, with the name of what was imported in front; null for trials without a file. */
  path: string | null;
}
