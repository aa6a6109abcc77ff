import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { importFile, trajectory, trial } from '@/db/schema';
import { findPlaces } from '@/lib/artefacts/find-places';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { folderOf } from '@/lib/importers/source/disk-tree';

type Trajectory = typeof trajectory.$inferSelect;

/**
 * A trial's trajectory with its steps in the artefact store. An import leaves them in the log (most are never looked at);
 * the first reader has them read from there, in a worker thread, and stored.
 *
 * @throws AppError `not-found` when the trial has no trajectory, or its log is gone
 */
export async function trajectoryWithSteps(db: Db, trialId: string): Promise<Trajectory> {
  const rows = await db
    .select({ log: trajectory, source: trial.source, externalId: trial.externalId, named: trial.path })
    .from(trajectory)
    .innerJoin(trial, eq(trial.id, trajectory.trialId))
    .where(eq(trajectory.trialId, trialId));
  const found = rows[0];
  if (!found) throw new AppError('not-found', 'This trial has no trajectory in the imported logs.');
  const { log, named, ...identity } = found;
  if (log.artefact !== null || log.path === null || log.importId === null) return log;

  const { path, importId } = log;
  const name = named?.endsWith(`/${path}`) ? named.slice(0, -path.length - 1) : '';
  // What a trial is read from lies in its folder and below; formats that look further up have the folder above.
  const above = folderOf(folderOf(path));
  const files = await db
    .select({ path: importFile.path, sha256: importFile.sha256 })
    .from(importFile)
    .where(
      and(
        eq(importFile.importId, importId),
        isNotNull(importFile.sha256),
        above === '' ? undefined : sql`starts_with(${importFile.path}, ${`${above}/`})`,
      ),
    );
  const places = await findPlaces(
    db,
    files.map(({ sha256 }) => sha256!),
  );
  const stored = await compute('steps-from-log', {
    ...identity,
    path,
    name,
    places: new Map(
      files.flatMap((file) => {
        const place = places.get(file.sha256!);
        return place ? [[file.path, place] as const] : [];
      }),
    ),
  });
  await db
    .update(trajectory)
    .set(stored)
    .where(
      and(
        eq(trajectory.trialId, trialId),
        sql`${trajectory.sourceHash} is not distinct from ${log.sourceHash}`,
      ),
    );
  return { ...log, ...stored };
}
