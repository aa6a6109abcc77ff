import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { type MissingReward, missingRules } from '@/lib/core/gains/missing';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { manifestName } from '@/lib/importers/carryover-archive/manifest';
import type { Backend } from '../backend';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

export interface CompareOptions {
  k: number;
  missing?: MissingReward;
  json?: true;
}

/** Whether a side is an archive on disk: a file, or a folder that one was unpacked into. */
const isArchive = (side: string): boolean =>
  existsSync(side) && (statSync(side).isFile() || existsSync(path.join(side, manifestName)));

async function compareInStore(
  backend: Backend,
  before: string,
  after: string,
  { k, missing }: CompareOptions,
): Promise<VersionComparison> {
  const [from, to] = [await studyNamed(backend, before), await studyNamed(backend, after)];
  const question = new URLSearchParams({ with: from.id, k: String(k), ...(missing ? { missing } : {}) });
  const address = `/api/v1/studies/${encodeURIComponent(to.id)}/compare?${question}`;
  return (await backend.request('GET', address)) as VersionComparison;
}

/** `carryover compare`: what changed between two versions of a study. */
export function addCompare(root: Command): void {
  root
    .command('compare')
    .description(
      'what changed from one version of a study to another: tasks, trials, memories, gains, claims',
    )
    .argument('<before>', 'the earlier version: a study, or an archive on disk')
    .argument('<after>', 'the later one')
    .option('--k <number>', 'k of pass@k', wholeNumber(1), 1)
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .option('--json', 'print JSON, with everything that differs')
    .action(async (before: string, after: string, options: CompareOptions) => {
      // What reads archives and computes is loaded for this command alone.
      const comparison =
        isArchive(before) || isArchive(after)
          ? await (await import('../compare-here')).compareHere([before, after], isArchive, options)
          : await withBackend((backend) => compareInStore(backend, before, after, options));
      if (options.json) printJson(comparison);
      else (await import('../print-comparison')).printComparison(comparison);
    });
}
