import { z } from 'zod';
import { adjustments } from '@/lib/core/gains/adjust';
import { noises } from '@/lib/core/gains/report';
import { comparisonFields } from '../../_components/comparison-fields';

/** What the address of the comparison says. */
export const gainsView = z.object({
  ...comparisonFields,
  noise: z.enum(noises).catch('data').default('data'),
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

/** The address of the page that shows a view, with something of it changed; what is undefined is not told. */
export function viewHref(studyId: string, view: Partial<GainsView>, change: Partial<GainsView> = {}): string {
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
