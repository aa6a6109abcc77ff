import type { EstimateOf, MemoryType } from '@/lib/core/vocabulary';
import type { OwnBaselines } from './baselines';
import type { ProportionEstimate } from './ledger';
import type { GainsTrial, MissingReward } from './report';

/** A trial with what stood in its prompt. */
export interface TransferTrial extends GainsTrial {
  /** Benchmarks that the linked memories of its prompt come from, each once. */
  sources: readonly string[];
  /** Models that wrote them, each once; a memory whose writer nobody noted adds none. */
  writers: readonly string[];
}

/** A condition by what it says of itself. */
export interface TransferCondition {
  id: string;
  label: string;
  agent: string | null;
  model: string | null;
  memoryType: MemoryType | 'none' | null;
  scope: string | null;
  method: string | null;
  topN: number | null;
  pool: string | null;
  /** Share of the pool that retrievals drew from, in (0, 1]. */
  poolFraction: number | null;
  /** How many benchmarks the memories of the pool came from; integer ≥ 1. */
  sourceDomains: number | null;
}

export interface TransferInput {
  trials: readonly TransferTrial[];
  conditions: readonly TransferCondition[];
  baseline: string;
  /** Conditions that are compared with another one instead. */
  baselines?: OwnBaselines | undefined;
  threshold: number;
  missing: MissingReward;
  /** Only conditions of this memory type; all when left out. */
  memoryType?: string | undefined;
  resamples: number;
  level: number;
  seed: number;
}

/** An uplift or gain: a difference of proportions in [−1, 1], with what it rests on. */
export interface Uplift extends ProportionEstimate {
  taskCount: number;
  trialCount: number;
}

export interface TransferCell extends Uplift {
  source: string;
  target: string;
  /** Drawn towards the mean of all cells; null where that could not be done, or the cell holds nothing. */
  shrunk: { value: number; low: number; high: number; ownWeight: number } | null;
  /** Rests on fewer than `fewestTasks` tasks. */
  tooFew: boolean;
}

/** With fewer tasks a cell's own number is not told. */
export const fewestTasks = 5;

export interface TransferMatrix {
  /** Sorted by name. */
  sources: string[];
  targets: string[];
  /** Source by source, target by target. */
  cells: TransferCell[];
  /** What cells were drawn to, and how far they truly differ. */
  shrinkage: EstimateOf<{ mean: number; tau: number; method: string }>;
  /** Counted trials whose prompts held no memory with a known source. */
  withoutSource: number;
}

export interface WriterCell extends Uplift {
  writer: string;
  user: string;
  /** Share of passed attempts, mean over tasks. */
  rate: number | null;
}

export interface WriterMatrix {
  writers: string[];
  users: string[];
  cells: WriterCell[];
  /** What each user solves without memory: its own zero-shot condition. */
  references: { user: string; label: string | null; rate: number | null; taskCount: number }[];
  /** Counted trials whose prompts held memories of several writers, and of none that is known. */
  mixed: number;
  unknown: number;
}

/** What a pool is scaled by. */
export const scalings = ['poolFraction', 'sourceDomains'] as const;
export type Scaling = (typeof scalings)[number];

export interface ScalingPoint extends Uplift {
  x: number;
  /** Null for the average. */
  benchmark: string | null;
  average: 'task-weighted' | 'macro' | null;
  /** Labels of the conditions behind it. */
  conditions: string[];
}

export interface MethodRow {
  condition: string;
  label: string;
  method: string;
  /** Gains over the baseline, in the order of the group's benchmarks, all together last. */
  gains: Uplift[];
  /** Methods that share a letter do not differ significantly. */
  letters: string;
}

/** Conditions that differ in their method alone. */
export interface MethodGroup {
  /** What they have in common, in words. */
  common: string;
  benchmarks: string[];
  rows: MethodRow[];
  pairs: {
    first: string;
    second: string;
    difference: number;
    taskCount: number;
    pValue: number;
    pHolm: number;
  }[];
}

export interface TransferReport {
  settings: Omit<TransferInput, 'trials' | 'conditions'>;
  matrix: TransferMatrix;
  writers: WriterMatrix;
  scaling: Record<Scaling, ScalingPoint[]>;
  methods: MethodGroup[];
}
