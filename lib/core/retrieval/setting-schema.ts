import { z } from 'zod';
import { memoryTypes, scopes } from '@/lib/core/vocabulary';
import type { RetrievalGrid } from './grid';
import { methodIds, retrievalMethods } from './index';
import { keyTexts } from './key-text';
import { parameterValues, type RetrievalMethod } from './method';
import {
  controls,
  mostCandidates,
  outcomes,
  queryKinds,
  type RetrievalSetting,
  refinements,
  standardSetting,
} from './setting';

const fields = {
  method: z.enum(methodIds),
  parameters: z.record(z.string().max(40), z.number()),
  query: z.enum(queryKinds),
  keyText: z.enum(keyTexts),
  refinement: z.enum(refinements),
  candidates: z.int().min(2).max(mostCandidates),
  scope: z.enum(scopes),
  memoryTypes: z.array(z.enum(memoryTypes)).min(1).nullable(),
  topN: z.int().min(1).max(100),
  minimumScore: z.number().nullable(),
  outcome: z.enum(outcomes),
  poolFraction: z.number().gt(0).max(1),
  sourceBenchmarks: z.int().min(1).max(1000).nullable(),
  sourceModel: z.string().min(1).max(200).nullable(),
  control: z.enum(controls),
  withoutSuspects: z.boolean(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31),
} satisfies { [K in keyof RetrievalSetting]: z.ZodType };

/** A setting from outside; what it does not say is standard. */
export const settingSchema: z.ZodType<RetrievalSetting> = z
  .strictObject(fields)
  .partial()
  .superRefine(({ method = standardSetting.method, parameters }, context) => {
    try {
      parameterValues(retrievalMethods[method] as RetrievalMethod, parameters);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', path: ['parameters'], message: error.message });
    }
  })
  .transform((given): RetrievalSetting => ({ ...standardSetting, ...withoutGaps(given) }));

const lists = Object.fromEntries(
  Object.entries(fields).map(([name, field]) => [name, z.array(field).min(1).max(500).optional()]),
);

/** A grid from outside: lists of values by the names of a setting's parts. */
export const gridSchema = z.strictObject(lists) as unknown as z.ZodType<RetrievalGrid>;

function withoutGaps<T extends object>(given: T): Partial<RetrievalSetting> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
