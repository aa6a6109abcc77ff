import path from 'node:path';
import { closeCompute, compute } from '@/lib/compute/pool';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import type { StudyVersion } from '@/lib/core/versions/study-version';
import { archiveInStream, archiveOnDisk } from '@/lib/importers/carryover-archive/archive-parts';
import { readVersion } from '@/lib/importers/carryover-archive/read-version';
import { comparisonSettings } from '@/lib/queries/compare-studies';
import type { CompareOptions } from './commands/compare';
import { studyNamed, withBackend } from './with-study';

/** A study of the store as a version, read from the archive that it would make. */
const versionInStore = (study: string): Promise<StudyVersion> =>
  withBackend(async (backend) => {
    const { id, name } = await studyNamed(backend, study);
    const address = `/api/v1/studies/${encodeURIComponent(id)}/archive?steps=without&vectors=without`;
    return readVersion(archiveInStream(backend.stream(address), name), name);
  });

/**
 * Compares versions of which at least one is an archive on disk, in this process: nothing is written to the store, which is
 * opened only where a side is a study.
 *
 * @throws AppError as readVersion, and `not-found` for an unknown study
 */
export async function compareHere(
  sides: readonly [before: string, after: string],
  isArchive: (side: string) => boolean,
  options: CompareOptions,
): Promise<VersionComparison> {
  const versions: StudyVersion[] = [];
  for (const side of sides)
    versions.push(
      isArchive(side)
        ? await readVersion(archiveOnDisk(side), path.basename(path.resolve(side)))
        : await versionInStore(side),
    );
  try {
    const [before, after] = [versions[0]!, versions[1]!];
    return await compute('compare-versions', { before, after, settings: comparisonSettings(options) });
  } finally {
    await closeCompute();
  }
}
