import { z } from 'zod';
import { llmUse } from '../llm-use';
import { solvedRules } from './ledger';
import { lossCauses } from './loss-causes';
import { missingRules } from './missing';

/** Which losses a language model explains, and how it is asked. */
export const causeSpec = llmUse.extend({
  /** The condition compared with; null for the study's own baseline. */
  baselineId: z.uuid().nullable().default(null),
  k: z.int().min(1).max(1000).default(1),
  missing: z.enum(missingRules).default('errors-fail'),
  solved: z.enum(solvedRules).default('any'),
  benchmark: z.string().nullable().default(null),
  /** Memory type and model of conditions, as they say; '' for those that do not. */
  type: z.string().nullable().default(null),
  conditionModel: z.string().nullable().default(null),
  memory: z.uuid().nullable().default(null),
  /** Losses at most, in the order of the ledger; null for all. */
  lossLimit: z.int().min(1).max(100_000).nullable().default(null),
});
export type CauseSpec = z.output<typeof causeSpec>;

/** The quotation comes first, so that the cause follows from it. */
export const lossCauseAnswer = z.object({
  evidence: z.string().trim().min(12).max(600),
  cause: z.enum(lossCauses),
});
export type LossCauseAnswer = z.output<typeof lossCauseAnswer>;

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Whether a quotation occurs in a text word for word; white space aside, since models wrap lines anew. */
export const occursIn = (text: string, quotation: string): boolean => {
  const wanted = flat(quotation);
  return wanted !== '' && flat(text).includes(wanted);
};

/** The answer about one record: its evidence has to occur in it. */
export const answerAbout = (record: string): z.ZodType<LossCauseAnswer> =>
  lossCauseAnswer.refine(({ evidence }) => occursIn(record, evidence), {
    path: ['evidence'],
    message: 'This does not occur in the record. Copy a passage of the record word for word.',
  });
