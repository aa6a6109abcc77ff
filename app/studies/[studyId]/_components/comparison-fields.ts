import { z } from 'zod';
import { missingRules, usualMissing } from '@/lib/core/gains/missing';
import { averages } from '@/lib/core/gains/report';

/**
 * What the addresses of pages that compare conditions say in the same way. What makes no sense is as good as not said, but for the
 * baseline: who asks for one that is not there is told so.
 */
export const comparisonFields = {
  /** A condition by id or label, or `own-model`. */
  baseline: z.string().max(300).optional().catch(undefined),
  k: z.coerce.number().int().min(1).max(1000).catch(1).default(1),
  average: z.enum(averages).catch('task-weighted').default('task-weighted'),
  missing: z.enum(missingRules).catch(usualMissing).default(usualMissing),
};
