import { useEffect, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { ComparedNeighbours } from '@/lib/queries/map-comparisons';

interface State {
  found: ComparedNeighbours | null;
  problem: Problem | null;
}

const nothing: State = { found: null, problem: null };

/** The neighbours of the chosen memory on either map once they have been looked up; nothing without a memory. */
export function useComparedNeighbours(comparisonId: string | null, memoryId: string | null): State {
  const [state, setState] = useState<State>(nothing);
  useEffect(() => {
    setState(nothing);
    if (comparisonId === null || memoryId === null) return;
    let left = false;
    const address = `/api/v1/map-comparisons/${comparisonId}/neighbours/${memoryId}`;
    void sendJson<ComparedNeighbours>('GET', address).then((answer) => {
      if (left) return;
      setState(answer.ok ? { found: answer.value, problem: null } : { found: null, problem: answer.problem });
    });
    return () => {
      left = true;
    };
  }, [comparisonId, memoryId]);
  return state;
}
