import type { TaskKey } from '@/lib/core/gains/report';
import { type ClaimShift, compareClaims } from './compare-claims';
import {
  type ContentChange,
  compareConditions,
  compareMemories,
  compareSettings,
  compareTasks,
  compareTrials,
  type MemoryChange,
  type MemoryKey,
  type SettingChange,
  type TrialChange,
} from './compare-content';
import { type ComparisonSettings, compareGains, type GainShift, gainsOf } from './compare-gains';
import { compareOutcomes, type OutcomeChange, type OutcomeCount, tallyVersion } from './compare-outcomes';
import type { StudyVersion, VersionTrial } from './study-version';
import { summarise } from './summarise-comparison';

export interface VersionComparison {
  /** What changed, in a few sentences. */
  summary: string;
  /** Whether nothing differs that is compared. */
  same: boolean;
  before: VersionFacts;
  after: VersionFacts;
  settings: ComparisonSettings;
  settingChanges: SettingChange[];
  conditions: { added: string[]; removed: string[] };
  tasks: ContentChange<TaskKey>;
  trials: ContentChange<VersionTrial, TrialChange>;
  outcomes: { changes: OutcomeChange[]; counts: OutcomeCount[] };
  memories: ContentChange<MemoryKey, MemoryChange>;
  gains: GainShift[];
  claims: ClaimShift[];
}

export interface VersionFacts {
  name: string;
  threshold: number;
  baseline: string | null;
  conditions: number;
  tasks: number;
  trials: number;
  memories: number;
}

export interface ComparedVersions {
  before: StudyVersion;
  after: StudyVersion;
  /** How gains are computed on both sides, each with its own baseline and threshold. */
  settings: ComparisonSettings;
}

/**
 * What changed between two versions of a study: content, settings, the outcome of tasks, gains and claims. Content is
 * matched by name (tasks, conditions, trials, memories of a pool) and told apart by its hash.
 *
 * @returns everything that differs, never shortened; gains also where they did not move
 * @throws RangeError when a trial's condition is not among the version's, or settings make no sense
 * @complexity O(content · log content) and two gains reports
 */
export function compareVersions({ before, after, settings }: ComparedVersions): VersionComparison {
  const [was, is] = [before, after].map((version) => ({
    version,
    report: gainsOf(version, settings),
    tallies: tallyVersion(version, settings),
  }));
  const comparison = {
    before: factsOf(before),
    after: factsOf(after),
    settings,
    settingChanges: compareSettings(before, after),
    conditions: compareConditions(before, after),
    tasks: compareTasks(before, after),
    trials: compareTrials(before, after),
    outcomes: compareOutcomes(was!.tallies, is!.tallies),
    memories: compareMemories(before, after),
    gains: compareGains(was!, is!),
    claims: compareClaims(before, after),
  };
  return { ...summarise(comparison), ...comparison };
}

const factsOf = ({ name, threshold, baseline, ...lists }: StudyVersion): VersionFacts => ({
  ...{ name, threshold, baseline },
  conditions: lists.conditions.length,
  tasks: lists.tasks.length,
  trials: lists.trials.length,
  memories: lists.memories.length,
});
