import { z } from 'zod';
import { adjustments } from '@/lib/core/gains/adjust';
import { missingRules } from '@/lib/core/gains/missing';
import { averages, noises } from '@/lib/core/gains/report';

/** What the address of the comparison says. What makes no sense in it is as good as not said, but for the baseline. */
export const gainsView = z.object({
  /** A condition's id or label, or `own-model`. */
  baseline: z.string().max(300).optional().catch(undefined),
  k: z.coerce.number().int().min(1).max(1000).catch(1).default(1),
  average: z.enum(averages).catch('task-weighted').default('task-weighted'),
  noise: z.enum(noises).catch('data').default('data'),
  missing: z.enum(missingRules).catch('errors-fail').default('errors-fail'),
  adjust: z.enum(adjustments).catch('bh').default('bh'),
  published: z.enum(['on']).optional().catch(undefined),
  /** What takes longer, in a large study. */
  more: z.enum(['on']).optional().catch(undefined),
  /** The two sides of the slopes. */
  from: z.uuid().optional().catch(undefined),
  to: z.uuid().optional().catch(undefined),
  /** The conditions that charts of many draw, by id. */
  draw: z
    .string()
    .max(10_000)
    .transform((ids) => ids.split(',').filter((id) => id !== ''))
    .catch([])
    .default([]),
  flips: z.uuid().optional().catch(undefined),
  /** Benchmark of the flips. */
  in: z.string().max(300).optional().catch(undefined),
});

export type GainsView = z.infer<typeof gainsView>;

/** The same address with something changed; what is undefined goes. */
export function viewHref(studyId: string, view: GainsView, change: Partial<GainsView>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...view, ...change }))
    if (value !== undefined && String(value) !== '') words.set(name, String(value));
  return `/studies/${studyId}/gains?${words}`;
}

/** Where programs get the report that the page shows. */
export function reportAddress(studyId: string, { baseline, k, noise, missing, adjust }: GainsView): string {
  const words = new URLSearchParams({ k: String(k), noise, missing, adjust });
  if (baseline !== undefined) words.set('baseline', baseline);
  return `/api/v1/studies/${studyId}/gains?${words}`;
}
