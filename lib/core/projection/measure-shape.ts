import { normalQuantile } from '@/lib/core/statistics/normal';
import type { SpaceSettings } from './describe-space';
import { neighbourRatios, twoNearestDimension } from './intrinsic-dimension';
import { unitRows } from './matrix';
import { meanSimilarity } from './mean-similarity';
import type { MemberSpace } from './member-space';
import { bootstrapLimits, notMeasured, type SpaceMeasure } from './space-measure';

/** Neighbours looked at for two in different places. */
const LOOKED_AT = 10;

/** What a group of memories is like apart from labels: sanity checks of a space. */
export function measureShape(
  space: MemberSpace,
  settings: SpaceSettings,
): { dimension: SpaceMeasure; similarity: SpaceMeasure } {
  const { estimate, standardError } = meanSimilarity(unitRows(space.matrix));
  const half = normalQuantile((1 + settings.level) / 2) * standardError;
  const similarity =
    estimate.value === null
      ? notMeasured(estimate.reason)
      : {
          ...notMeasured(''),
          estimate,
          ciLow: Math.max(-1, estimate.value - half),
          ciHigh: Math.min(1, estimate.value + half),
        };
  return { dimension: measureDimension(space, settings), similarity };
}

function measureDimension(space: MemberSpace, settings: SpaceSettings): SpaceMeasure {
  const { rows } = space.matrix;
  if (rows < 3) return notMeasured(`needs at least 3 memories, got ${rows}`);
  const ratios = neighbourRatios(space.nearestAtLeast(Math.min(rows - 1, LOOKED_AT)));
  const estimate = twoNearestDimension(ratios);
  if (estimate.value === null) return notMeasured(estimate.reason);
  const statistic = (drawn: Float64Array) => twoNearestDimension(drawn).value ?? Infinity;
  const limits = bootstrapLimits(ratios, statistic, settings);
  const skipped = rows - ratios.length;
  const isKnown = Number.isFinite(limits.ciLow) && Number.isFinite(limits.ciHigh);
  return {
    ...notMeasured(''),
    estimate,
    ...(isKnown ? limits : {}),
    note: skipped > 0 ? `${skipped} memories left out, that have too many copies` : null,
  };
}
