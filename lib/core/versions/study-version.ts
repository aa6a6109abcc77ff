import type { ClaimStatement } from '@/lib/core/gains/claim';
import type { TaskKey } from '@/lib/core/gains/report';
import type { ConditionSettings, MemoryType } from '@/lib/core/vocabulary';

/** One attempt as versions are compared by: known by its name in an archive, which is the same in every study. */
export interface VersionTrial extends TaskKey {
  id: string;
  /** A condition's label. */
  condition: string;
  /** Null when the verifier never spoke. */
  reward: number | null;
  /** What it broke off with; null when it did not. */
  exceptionType: string | null;
  attempt: number | null;
}

export interface VersionTask extends TaskKey {
  /** Content hash of what it asks and of its answer. */
  hash: string;
}

export interface VersionMemory {
  pool: string;
  id: string;
  type: MemoryType;
  /** Content hash of its texts and of where it comes from. */
  hash: string;
}

/** A study at one moment, as it is in a store or in an archive: all that its gains rest on, by names alone. */
export interface StudyVersion {
  /** What a reader calls it: the study's name, or the file's. */
  name: string;
  /** A trial passed when its reward is at least this. */
  threshold: number;
  /** The label of the condition that others are compared with; null where nobody chose one. */
  baseline: string | null;
  /** In the study's order; every trial's condition is among them. */
  conditions: { label: string; settings: ConditionSettings }[];
  tasks: VersionTask[];
  trials: VersionTrial[];
  memories: VersionMemory[];
  claims: ClaimStatement[];
}
