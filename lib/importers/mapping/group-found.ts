import type { ConditionRule, FoundTrial, StudyMapping } from './mapping';
import { compileTemplate, matchTemplate } from './path-template';
import { fits, type TrialPlacement, trialPlacer } from './place-trials';

/** One combination of settings as the logs state it. */
export type FoundSetting = Pick<FoundTrial, 'label' | 'basis' | 'benchmark' | 'settings'>;

/** Many trials as the logs state them, told briefly: a tuple a trial, settings listed once. */
export interface FoundTrials {
  settings: FoundSetting[];
  trials: [setting: number, path: string | null, attempt: number | null][];
}

/** Trials that one rule can tell from the others, and the condition they would belong to. */
export interface FoundGroup {
  /** What a rule for this group asks for: every fact but the benchmark, which conditions span. */
  where: Record<string, string>;
  /** The condition by the mapping, as it is called now. */
  name: string;
  /** The condition that the logs or the path template propose, without any rule, as it is called now. */
  proposed: string;
  basis: string;
  /** What the fitting rule says; empty without one. */
  settings: ConditionRule['settings'];
  baseline: boolean;
  /** The name that the rule gives its benchmark; null when the benchmark is as the logs say. */
  benchmark: string | null;
  /** Whether a rule of the mapping names this group. */
  ruled: boolean;
  trials: number;
  benchmarks: { name: string; trials: number }[];
  /** A few of its paths. */
  examples: string[];
}

export interface GroupedTrials {
  groups: FoundGroup[];
  trials: number;
  /** Trials whose path the template does not fit; 0 without a template. */
  offTemplate: { trials: number; examples: string[] };
}

const shownExamples = 3;

/**
 * Groups trials by everything that rules can tell them apart by.
 *
 * @param renamed present names of conditions by the names they had before
 * @returns groups by descending number of trials, then by name
 * @throws AppError `invalid-input` when the mapping's template cannot be read
 * @complexity O(trials × folders) for the template; placing happens once per distinct setting and path pieces
 */
export function groupFound(
  found: FoundTrials,
  mapping: StudyMapping,
  renamed: ReadonlyMap<string, string> = new Map(),
): GroupedTrials {
  const called = (label: string) => renamed.get(label) ?? label;
  const template = mapping.template === null ? null : compileTemplate(mapping.template);
  const place = trialPlacer(mapping);
  const propose = trialPlacer({ ...mapping, conditions: [] });
  const groups = new Map<string, FoundGroup>();
  const byPieces = new Map<string, { group: FoundGroup; benchmark: string; off: boolean }>();
  const offTemplate = { trials: 0, examples: [] as string[] };

  for (const [index, path, attempt] of found.trials) {
    const pieces = template && path !== null ? matchTemplate(template, path) : null;
    const key = `${index} ${pieces ? JSON.stringify({ ...pieces, attempt: '' }) : ''}`;
    let known = byPieces.get(key);
    if (!known) {
      const trial: FoundTrial = { ...found.settings[index]!, attempt, path };
      const placed = place(trial);
      const proposed = called(propose(trial).condition.label);
      const group = groupOf(groups, placed, { name: called(placed.condition.label), proposed }, mapping);
      known = { group, benchmark: placed.benchmark, off: placed.offTemplate };
      byPieces.set(key, known);
    }
    count(known.group, known.benchmark, path);
    if (known.off) {
      offTemplate.trials++;
      keepExample(offTemplate.examples, path);
    }
  }
  const listed = [...groups.values()].sort((a, b) => b.trials - a.trials || (a.name < b.name ? -1 : 1));
  return { groups: listed, trials: found.trials.length, offTemplate };
}

function groupOf(
  groups: Map<string, FoundGroup>,
  placed: TrialPlacement,
  { name, proposed }: { name: string; proposed: string },
  mapping: StudyMapping,
): FoundGroup {
  const { benchmark, ...where } = placed.facts;
  const rule = mapping.conditions.find((candidate) => fits(candidate, placed.facts));
  // A rule that asks for the benchmark splits a group by it.
  if (rule?.where.benchmark !== undefined && benchmark !== undefined) where.benchmark = benchmark;
  const key = JSON.stringify([name, Object.entries(where).sort()]);
  let group = groups.get(key);
  if (!group) {
    group = {
      where,
      name,
      proposed,
      basis: placed.condition.basis,
      settings: rule?.settings ?? {},
      baseline: placed.baseline,
      benchmark: rule?.benchmark ?? null,
      ruled: rule !== undefined,
      trials: 0,
      benchmarks: [],
      examples: [],
    };
    groups.set(key, group);
  }
  return group;
}

function count(group: FoundGroup, benchmark: string, path: string | null): void {
  group.trials++;
  const known = group.benchmarks.find((b) => b.name === benchmark);
  if (known) known.trials++;
  else group.benchmarks.push({ name: benchmark, trials: 1 });
  keepExample(group.examples, path);
}

function keepExample(examples: string[], path: string | null): void {
  if (path !== null && examples.length < shownExamples && !examples.includes(path)) examples.push(path);
}
