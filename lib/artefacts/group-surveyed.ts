import { readFile } from 'node:fs/promises';
import { type FoundTrials, type GroupedTrials, groupFound } from '@/lib/importers/mapping/group-found';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { artefactPath } from './store';

export interface SurveyedTrials {
  /** Content hash of the trials that a survey found. */
  artefact: string;
  mapping: StudyMapping;
  /** Present names of conditions by the names they had before. */
  renamed: ReadonlyMap<string, string>;
}

/** Groups the trials of a survey by a mapping. Reads a whole artefact: for a worker thread. */
export async function groupSurveyed({ artefact, mapping, renamed }: SurveyedTrials): Promise<GroupedTrials> {
  const found = JSON.parse(await readFile(artefactPath(artefact), 'utf8')) as FoundTrials;
  return groupFound(found, mapping, renamed);
}
