import type { Db } from '@/db/client';
import { ownModel } from '@/lib/core/gains/baselines';
import { commandLine, type Provenance } from '@/lib/exporters/provenance';
import { codeVersion } from './code-version';
import type { ComparedConditions } from './compared-conditions';
import { hashOutcomes } from './gains-provenance';
import { loadOutcomes } from './get-gains';
import { keptAnswers } from './kept-answers';

const kept = keptAnswers<string>('hashes of outcomes', 50);

/**
 * Where figures that compare conditions come from: the hash of all outcomes, and what was chosen on the page.
 *
 * @param given.dataHash of what they rest on, where that is more or less than the outcomes of all trials
 * @param given.settings what was chosen, by name, beside the baseline
 * @param given.command  the command that gives the same numbers, and its options beside study and baseline; left out where
 *   there is none
 */
export async function comparisonProvenance(
  db: Db,
  { study, conditions, baseline, baselines }: ComparedConditions,
  {
    title,
    settings,
    seeds,
    command,
    dataHash,
  }: Pick<Provenance, 'title' | 'settings' | 'seeds'> & {
    dataHash?: string;
    command?: { name: string; options: Record<string, string | number | null> };
  },
): Promise<Provenance> {
  const chosen = Object.keys(baselines).length > 0 ? ownModel : baseline.label;
  const labels = new Map(conditions.map(({ id, label }) => [id, label]));
  const hashed =
    dataHash ??
    (await kept([study.id, study.createdAt, study.revision, [...labels]], async () =>
      hashOutcomes(await loadOutcomes(db, study.id), labels),
    ));
  return {
    ...{ title, study: study.name, dataHash: hashed, seeds },
    settings: {
      baseline: chosen,
      threshold: study.passThreshold,
      ...settings,
    },
    codeVersion: await codeVersion(),
    command: command
      ? commandLine(command.name, { study: study.name, baseline: chosen, ...command.options })
      : null,
  };
}
