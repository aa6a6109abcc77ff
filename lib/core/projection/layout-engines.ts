/** What may lay a map out: our own kernel, or the library umap-js as a reference. */
export const layoutEngines = ['carryover', 'umap-js'] as const;
export type LayoutEngine = (typeof layoutEngines)[number];

/** More points than this the reference does not take: it would be minutes. */
export const MOST_REFERENCE_POINTS = 5_000;
