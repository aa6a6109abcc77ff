import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { projection, study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { mapComponents } from '@/lib/core/projection/map-components';
import { umapDefaults } from '@/lib/core/projection/umap';
import { commandLine, type Provenance } from '@/lib/exporters/provenance';
import { codeVersion } from './code-version';
import type { ProjectionRow } from './space';

/**
 * Where a map and its indices come from, and the command that makes them again.
 *
 * @throws AppError `not-found` when the study has gone
 */
export async function spaceProvenance(db: Db, shown: ProjectionRow): Promise<Provenance> {
  const found = await db
    .select({ study: study.name, inputHash: projection.inputHash })
    .from(projection)
    .innerJoin(study, eq(study.id, projection.studyId))
    .where(eq(projection.id, shown.id));
  if (!found[0]) throw new AppError('not-found', 'There is no such projection.');
  const { neighbors, minDist, metric, seed, engine = 'carryover' } = shown.parameters;
  const dimensions = mapComponents(shown.parameters);
  const { perplexity, permutations, resamples, level } = shown.space.settings;
  return {
    title: 'Map of the memories',
    study: found[0].study,
    dataHash: found[0].inputHash,
    settings: {
      model: shown.model,
      ...{ method: shown.layout.method, neighbors, minDist, metric, dimensions, engine },
      ...{ perplexity, permutations, resamples, level },
    },
    seeds: [seed],
    codeVersion: await codeVersion(),
    // The command takes no minimum distance: with another one than usual it would make another map.
    command:
      minDist === umapDefaults.minDist
        ? commandLine('space', {
            ...{ study: found[0].study, model: shown.model, neighbors, metric, seed },
            dimensions: dimensions === 2 ? null : dimensions,
            engine: engine === 'carryover' ? null : engine,
          })
        : null,
  };
}
