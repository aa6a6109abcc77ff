import { AppError } from '@/lib/core/errors';
import { readTrajectoryOf, type TrialInLog } from '@/lib/importers/read-steps';
import type { Place } from '@/lib/importers/source/disk-file';
import { DiskTree } from '@/lib/importers/source/disk-tree';
import { putSteps } from './steps';

export interface StepsInLog extends TrialInLog {
  /** Name of what was imported, and where its files lie now. */
  name: string;
  places: ReadonlyMap<string, Place>;
}

export interface StoredSteps {
  artefact: string;
  subagents: { label: string; artefact: string; stepCount: number }[];
}

/**
 * Reads a trial's steps from its log and stores them in chunks. Parses a whole log: for a worker thread.
 *
 * @throws AppError `not-found` when the log no longer gives the trial's steps
 */
export async function storeStepsFromLog({ name, places, ...wanted }: StepsInLog): Promise<StoredSteps> {
  const found = await readTrajectoryOf(new DiskTree(name, places, []), wanted);
  if (!found) {
    throw new AppError('not-found', 'The steps of this trial cannot be read from its log any more.', {
      where: wanted.path,
      hint: 'Import the run again to bring them back.',
    });
  }
  const subagents: StoredSteps['subagents'] = [];
  for (const { label, steps } of found.subagents ?? []) {
    subagents.push({ label, artefact: await putSteps(steps), stepCount: steps.length });
  }
  return { artefact: await putSteps(found.steps), subagents };
}
