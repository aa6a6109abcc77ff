import { useMemo } from 'react';
import type { Problem } from '@/app/_components/send-json';
import { useAnswer } from '../_map/use-answer';
import type { LinkedMaps } from './link-maps';

/** The share of neighbours kept by memory number, NaN for memories that were not compared; null until it is there. */
export function useKeptShares(
  comparisonId: string | null,
  { count, numberOf }: LinkedMaps,
): { kept: Float32Array | null; problem: Problem | null } {
  const { found, problem } = useAnswer<{ memoryIds: string[]; kept: (number | null)[] }>(
    comparisonId === null ? null : `/api/v1/map-comparisons/${comparisonId}/shares`,
  );
  const kept = useMemo(() => {
    if (!found) return null;
    const shares = new Float32Array(count).fill(Number.NaN);
    found.memoryIds.forEach((id, i) => {
      const memory = numberOf.get(id);
      if (memory !== undefined) shares[memory] = found.kept[i] ?? Number.NaN;
    });
    return shares;
  }, [found, count, numberOf]);
  return { kept, problem };
}
