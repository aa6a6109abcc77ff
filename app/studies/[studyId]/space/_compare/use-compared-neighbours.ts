import type { ComparedNeighbours } from '@/lib/queries/map-comparisons';
import { type Answer, useAnswer } from '../_map/use-answer';

/** The neighbours of the chosen memory on either map once they have been looked up; nothing without a memory. */
export const useComparedNeighbours = (
  comparisonId: string | null,
  memoryId: string | null,
): Answer<ComparedNeighbours> =>
  useAnswer(
    comparisonId === null || memoryId === null
      ? null
      : `/api/v1/map-comparisons/${comparisonId}/neighbours/${memoryId}`,
  );
