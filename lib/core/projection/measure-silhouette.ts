import type { SpaceSettings } from './describe-space';
import { labelPermutation } from './label-permutation';
import { type CodedLabels, takeLabels } from './labels';
import type { MemberSpace } from './member-space';
import { silhouetteRefusal, silhouettes } from './silhouette';
import { bootstrapLimits, meanOf, notMeasured, type SpaceMeasure, shareOfChance } from './space-measure';

/**
 * Mean silhouette of labelled memories, over a random 1,000 of them when there are more. The interval resamples
 * memories and keeps their silhouettes.
 *
 * @complexity O(min(n, 1000)² · (columns + permutations))
 */
export function measureSilhouette(
  space: MemberSpace,
  labels: CodedLabels,
  settings: SpaceSettings,
): SpaceMeasure {
  const { chosen, distances } = space.distances();
  const own = takeLabels(labels, chosen);
  const refusal = silhouetteRefusal(own);
  if (refusal?.reason) return notMeasured(refusal.reason);
  const values = silhouettes(distances, own);
  const value = meanOf(values);
  const { permutations, random } = settings;
  const meanFor = (codes: Uint32Array) => meanOf(silhouettes(distances, { ...own, codes }));
  const chance = labelPermutation(value, own.codes, meanFor, permutations, random, 'high');
  return {
    estimate: { value },
    ...bootstrapLimits(values, meanOf, settings),
    null: chance,
    ofChance: shareOfChance(value, 1, chance),
    note:
      chosen.length < labels.codes.length ? `over a random ${chosen.length} of ${labels.codes.length}` : null,
  };
}
