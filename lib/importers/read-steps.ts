import type { SourceTree, TrialRecord } from './importer';
import { readTree } from './read-tree';

/** Which trial of a log is meant. */
export interface TrialInLog {
  path: string;
  source: string;
  externalId: string;
}

/**
 * Reads a trial's trajectory again from the log it came from. The only trial of a file is taken under whatever name: names
 * that were made from folders can differ when less of the folders is there.
 *
 * @returns null when the log no longer gives this trial, or gives it without steps
 */
export async function readTrajectoryOf(
  tree: SourceTree,
  wanted: TrialInLog,
): Promise<NonNullable<TrialRecord['trajectory']> | null> {
  const trials: TrialRecord[] = [];
  for await (const event of readTree(tree, { visit: [wanted.path] })) {
    if (event.event !== 'record' || event.record.kind !== 'trial') continue;
    const { record } = event;
    if (record.source === wanted.source && record.externalId === wanted.externalId && record.trajectory) {
      return record.trajectory;
    }
    if (trials.length < 2) trials.push(record);
  }
  return trials.length === 1 ? (trials[0]!.trajectory ?? null) : null;
}
