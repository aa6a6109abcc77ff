import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { study } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import type { Provenance } from '@/lib/exporters/provenance';
import { codeVersion } from './code-version';
import type { MapChoice, MapComparison } from './map-comparisons';

/**
 * Where a comparison of two maps comes from.
 *
 * @throws AppError `not-found` when the study has gone
 */
export async function mapComparisonProvenance(
  db: Db,
  found: MapComparison,
  { left, right }: Record<'left' | 'right', MapChoice>,
): Promise<Provenance> {
  const named = await db.select({ name: study.name }).from(study).where(eq(study.id, found.studyId));
  if (!named[0]) throw new AppError('not-found', 'There is no such study.');
  const { neighbors, resamples, level } = { ...found.comparison, ...found.comparison.settings };
  const side = ({ model, parameters }: MapChoice, pool: string | null) => ({
    ...{ model, metric: parameters.metric, pool },
  });
  return {
    title: 'Neighbours kept between two maps',
    study: named[0].name,
    dataHash: found.inputHash,
    settings: {
      left: side(left, found.leftPool),
      right: side(right, found.rightPool),
      ...{ neighbors, resamples, level },
    },
    seeds: [found.seed],
    codeVersion: await codeVersion(),
    command: null,
  };
}
