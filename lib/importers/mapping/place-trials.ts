import type { ConditionSettings, MemoryType } from '@/lib/core/vocabulary';
import type { ConditionProposal } from '../importer';
import type { ConditionRule, FoundTrial, MemoryTypeRule, StudyMapping } from './mapping';
import { compileTemplate, matchTemplate } from './path-template';

export interface TrialPlacement {
  condition: ConditionProposal;
  benchmark: string;
  attempt: number | null;
  /** Everything by which rules can tell trials apart. */
  facts: Record<string, string>;
  /** Whether the study has a path template that does not fit this trial's path. */
  offTemplate: boolean;
  /** Whether the rule makes its condition the baseline. */
  baseline: boolean;
}

/** The basis of a label that a rule gave. */
export const namedByMapping = 'named by the mapping of this study';

/** Names of a template that say something themselves and need no rule. */
const spoken = new Set(['condition', 'benchmark', 'attempt']);

/**
 * Makes a function that places trials by a mapping: rules first, then the path template, then what the logs say.
 * The same trial and mapping always give the same place, so a changed mapping can be applied to what is stored.
 *
 * @throws AppError `invalid-input` when the template cannot be read
 */
export function trialPlacer(mapping: StudyMapping): (found: FoundTrial) => TrialPlacement {
  const template = mapping.template === null ? null : compileTemplate(mapping.template);
  return (found) => {
    const pieces = template && found.path !== null ? matchTemplate(template, found.path) : null;
    const facts = factsOf(found, pieces);
    const rule = mapping.conditions.find((candidate) => fits(candidate, facts));
    const split = Object.entries(pieces ?? {}).filter(([name, value]) => !spoken.has(name) && value !== '');
    const label = pieces?.condition ?? withPieces(found.label, split);
    return {
      condition: {
        label: rule?.name ?? label,
        basis: rule
          ? namedByMapping
          : pieces && label !== found.label
            ? `path, read as ${template!.source}`
            : found.basis,
        settings: rule ? { ...found.settings, ...rule.settings } : found.settings,
      },
      benchmark: rule?.benchmark ?? pieces?.benchmark ?? found.benchmark,
      attempt: pieces?.attempt === undefined ? found.attempt : Number(pieces.attempt),
      facts,
      offTemplate: template !== null && pieces === null,
      baseline: rule?.baseline === true,
    };
  };
}

/** The type a memory is taken for: a rule for its pool first, then a rule for every pool, then the importer's reading. */
export function placeMemoryType(
  rules: readonly MemoryTypeRule[],
  memory: { pool: string; originalType: string | null; type: MemoryType },
): MemoryType {
  if (memory.originalType === null) return memory.type;
  const same = rules.filter((rule) => rule.originalType === memory.originalType);
  const rule = same.find(({ pool }) => pool === memory.pool) ?? same.find(({ pool }) => pool === undefined);
  return rule?.type ?? memory.type;
}

/** Whether a rule speaks of trials with these facts. */
export const fits = ({ where }: ConditionRule, facts: Record<string, string>): boolean =>
  Object.entries(where).every(([name, value]) => facts[name] === value);

const withPieces = (label: string, pieces: [string, string][]): string =>
  [label, ...pieces.map(([, value]) => value).filter((value) => !label.includes(value))].join(' · ');

function factsOf(found: FoundTrial, pieces: Record<string, string> | null): Record<string, string> {
  const { agent, model, dataset, ...others } = found.settings;
  const facts: Record<string, string> = { label: found.label, benchmark: found.benchmark };
  for (const [name, value] of Object.entries({ agent, model, dataset })) {
    if (typeof value === 'string' && value !== '') facts[name] = value;
  }
  const settings = settingsInWords(others);
  if (settings !== '') facts.settings = settings;
  for (const [name, value] of Object.entries(pieces ?? {})) {
    if (name !== 'attempt') facts[name] = value;
  }
  return facts;
}

/** Settings beside agent, model and data set, in one line whose order does not depend on the log's: `step_limit 50`. */
export function settingsInWords(settings: ConditionSettings): string {
  const parts: string[] = [];
  const add = (name: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return;
    if (typeof value !== 'object') parts.push(`${name} ${String(value)}`);
    else for (const [inner, v] of Object.entries(value)) add(Array.isArray(value) ? name : inner, v);
  };
  for (const [name, value] of Object.entries(settings)) add(name, value);
  return parts.sort().join(', ');
}
