import type { Provenance } from '@/lib/exporters/provenance';
import type { ComparedNeighbours } from '@/lib/queries/map-comparisons';

/** What the page knows of one of the two maps before its points are there. */
export interface SideFacts {
  projectionId: string;
  /** Model and metric. */
  name: string;
  note: string;
  /** Name of the pool whose memories stand out; null for all. */
  pool: string | null;
  provenance: Provenance | null;
}

/** The comparison that the page shows. */
export interface ComparisonFacts {
  id: string;
  neighbors: number;
  provenance: Provenance | null;
}

/** How neighbours of the chosen memory look: by colour, dashes and word, so that none has to do alone. */
export const neighbourKinds = {
  kept: { word: 'kept', color: 'var(--accent)', dash: '', tone: 'accent' },
  onlyLeft: { word: 'only left', color: 'var(--bad)', dash: '6 4', tone: 'bad' },
  onlyRight: { word: 'only right', color: 'var(--good)', dash: '2 4', tone: 'good' },
} as const satisfies Partial<Record<keyof ComparedNeighbours, unknown>>;

export type NeighbourKind = keyof typeof neighbourKinds;
export const neighbourKindNames = Object.keys(neighbourKinds) as NeighbourKind[];
