import { putSteps } from '@/lib/artefacts/steps';
import type { DataRecord, TrialRecord } from '@/lib/importers/importer';
import { summariseTrajectory, type TrajectorySummary } from '@/lib/importers/trajectory-summary';
import type { KnownIds } from './known-ids';

/** Where a trial's steps are: in the artefact store, or still in the log that they can be read from when asked for. */
export interface WritableTrajectory extends Omit<TrajectorySummary, 'subagents'> {
  artefact: string | null;
  subagents: { label: string; stepCount: number; artefact: string | null }[];
  /** The file of the import that the steps can be read from; null when they were stored at once. */
  logPath: string | null;
  /** Content hash of the files that hold the steps; null when they were stored at once. */
  sourceHash: string | null;
}

/** A trial as it is written: steps stay out of the database. */
export interface WritableTrial extends Omit<TrialRecord, 'trajectory'> {
  /** The file it came from, with the name of what was imported in front. */
  path: string | null;
  trajectory: WritableTrajectory | null;
}

export type WritableRecord = WritableTrial | Exclude<DataRecord, TrialRecord>;

export type RecordKind = WritableRecord['kind'];

/** Where records are written, and what the batches before this one found there. */
export interface WriteScope {
  studyId: string;
  importId: string;
  known: KnownIds;
}

export interface WriteCount {
  added: number;
  changed: number;
  unchanged: number;
}

export const nothingWritten: WriteCount = { added: 0, changed: 0, unchanged: 0 };

/** Leaves a trial's steps in its log, to be read when somebody asks. */
export function withStepsInLog(
  record: TrialRecord,
  log: { path: string; tree: string; sourceHash: string },
): WritableTrial {
  const summary = summariseTrajectory(record);
  const subagents = (summary?.subagents ?? []).map((s) => ({ ...s, artefact: null }));
  return {
    ...record,
    path: log.tree === '' ? log.path : `${log.tree}/${log.path}`,
    trajectory: summary && {
      ...summary,
      subagents,
      artefact: null,
      logPath: log.path,
      sourceHash: log.sourceHash,
    },
  };
}

/** Writes a trial's steps into the artefact store: for trials that have no log. */
export async function withStepsStored(record: TrialRecord): Promise<WritableTrial> {
  const summary = summariseTrajectory(record);
  if (!summary || !record.trajectory) return { ...record, path: null, trajectory: null };
  const subagents = [];
  for (const { label, steps } of record.trajectory.subagents ?? []) {
    subagents.push({ label, stepCount: steps.length, artefact: await putSteps(steps) });
  }
  const artefact = await putSteps(record.trajectory.steps);
  return {
    ...record,
    path: null,
    trajectory: { ...summary, subagents, artefact, logPath: null, sourceHash: null },
  };
}
