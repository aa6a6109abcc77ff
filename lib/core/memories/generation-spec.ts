import { z } from 'zod';
import { llmUse } from '../llm-use';
import { type MemoryType, memoryTypes } from '../vocabulary';

/** What is made of a trial: a memory of a type, or a verdict. */
export const generationItemKinds = ['judge', ...memoryTypes] as const;
export type GenerationItemKind = (typeof generationItemKinds)[number];

interface Wanted {
  types: readonly MemoryType[];
  judgeTrialsWithoutVerifier: boolean;
  judgeTrialsWithVerifier: boolean;
}

/** Whether a model has to be asked at all: trajectories are taken as they are. */
export const needsModel = (spec: Wanted): boolean =>
  spec.types.some((type) => type !== 'trajectory') ||
  spec.judgeTrialsWithVerifier ||
  spec.judgeTrialsWithoutVerifier;

const names = z.array(z.string().min(1).max(400)).min(1).max(1_000).nullable().default(null);

/** What a generation makes, of which trials, with which model, and within which budget. */
export const generationSpec = z
  .object({
    types: z
      .array(z.enum(memoryTypes))
      .min(1, 'Choose at least one memory type.')
      .transform((types) => memoryTypes.filter((type) => types.includes(type))),
    /** Labels or ids of conditions; null for all. */
    conditions: names,
    /** Names of benchmarks; null for all. */
    benchmarks: names,
    /** Trials at most, drawn by the seed; null for all. */
    limit: z.int().min(1).max(1_000_000).nullable().default(null),
    ...llmUse.shape,
    /** Null when nothing needs one. */
    model: llmUse.shape.model.nullable().default(null),
    /** Asks the model whether a trial without a reward solved its task. */
    judgeTrialsWithoutVerifier: z.boolean().default(false),
    /** Asks of the others too, so that the judge can be compared with their verifiers. */
    judgeTrialsWithVerifier: z.boolean().default(false),
  })
  .refine((spec) => !needsModel(spec) || spec.model !== null, {
    path: ['model'],
    message: 'Memories other than trajectories, and verdicts, need a model.',
  });

export type GenerationSpec = z.output<typeof generationSpec>;
