import { useEffect, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { LinkedMaps } from './link-maps';

/** The share of neighbours kept by memory number, NaN for memories that were not compared; null until it is there. */
export function useKeptShares(
  comparisonId: string | null,
  { count, numberOf }: LinkedMaps,
): { kept: Float32Array | null; problem: Problem | null } {
  const [kept, setKept] = useState<Float32Array | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    setKept(null);
    setProblem(null);
    if (comparisonId === null) return;
    let left = false;
    const address = `/api/v1/map-comparisons/${comparisonId}/shares`;
    void sendJson<{ memoryIds: string[]; kept: (number | null)[] }>('GET', address).then((answer) => {
      if (left) return;
      if (!answer.ok) {
        setProblem(answer.problem);
        return;
      }
      const shares = new Float32Array(count).fill(Number.NaN);
      answer.value.memoryIds.forEach((id, i) => {
        const memory = numberOf.get(id);
        if (memory !== undefined) shares[memory] = answer.value.kept[i] ?? Number.NaN;
      });
      setKept(shares);
    });
    return () => {
      left = true;
    };
  }, [comparisonId, count, numberOf]);
  return { kept, problem };
}
